/**
 * Makers of display adapters that compute nothing: server management chips (ASPEED 1a03, Matrox 102b), virtual
 * machines (Cirrus 1013, Bochs 1234, virtio 1af4, QXL 1b36, VMware 15ad, VirtualBox 80ee) and the paravirtual
 * adapters of Hyper-V and WSL (1414).
 */
const emptyVendors = new Set(['1a03', '102b', '1013', '1234', '1af4', '1b36', '15ad', '80ee', '1414'])

const emptyNames =
  /remote display|basic (?:display|render)|parsec|iddsample|virtual (?:display|monitor)|spacedesk|\bmeta\b|oculus|displaylink|citrix|vmware|svga|virtualbox|hyper-v|\bqxl\b|virtio|bochs|cirrus|aspeed|matrox|microsoft corporation|amyuni|usb mobile monitor|mirage driver|radmin|sunshine|apollo/i

/** Makers whose PCI devices are GPUs whatever the driver calls them: Windows without a driver says "Basic Display". */
const gpuVendors = new Set(['10de', '1002', '8086'])

/** Whether a display adapter is a screen of some kind rather than a GPU. */
export const isNotAGpu = (vendorId: string | null, name: string | null): boolean =>
  vendorId !== null && gpuVendors.has(vendorId)
    ? false
    : (vendorId !== null && emptyVendors.has(vendorId)) || (name !== null && emptyNames.test(name))
