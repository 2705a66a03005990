import type { Machine } from '../../core/machine/machine.ts'

export interface EnvironmentMarks {
  /** `/proc/sys/kernel/osrelease`, or the release of the system. */
  readonly kernelRelease: string
  /** `/.dockerenv` or `/run/.containerenv` exist. */
  readonly containerFile: boolean
  /** `/proc/1/cgroup` and `/proc/self/mountinfo`'s root name. */
  readonly initGroups: string
  /** `/sys/class/dmi/id/sys_vendor` and `product_name`. */
  readonly product: string
  /** The `hypervisor` flag of the processor (CPUID leaf 1, ECX bit 31). */
  readonly hypervisor: boolean
}

const virtualProducts =
  /qemu|kvm|vmware|virtualbox|innotek|xen|bochs|firecracker|amazon ec2|google compute engine|openstack|parallels|bhyve|virtual machine|hvm domu|cloud hypervisor|apple virtualization/i

/** What already says container, whatever else is found. */
export const isContainer = ({
  containerFile,
  initGroups
}: Pick<EnvironmentMarks, 'containerFile' | 'initGroups'>): boolean =>
  containerFile || /docker|kubepods|containerd|lxc|libpod|podman/.test(initGroups)

/** Where the program runs, outermost ring last: a container in a VM is called a container. */
export function environmentOf(marks: EnvironmentMarks): Machine['environment'] {
  const wsl = /microsoft|wsl/i.test(marks.kernelRelease)
  // Docker Desktop runs its containers on the kernel of WSL: what is seen is the container.
  if (isContainer(marks)) return 'container'
  if (wsl) return 'wsl'
  // Windows runs on its own hypervisor when some of its features are on, so there the flag alone says nothing.
  if (virtualProducts.test(marks.product) || marks.hypervisor) return 'vm'
  return 'physical'
}
