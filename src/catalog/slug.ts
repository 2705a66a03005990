/** The id's last part in lower case: `Qwen/Qwen3-30B-A3B` gives `qwen3-30b-a3b`. */
export const slugOf = (id: string): string => (id.split('/').at(-1) ?? id).toLowerCase()

/** Whether a name in lower case is this id or its slug. */
export const isNamed = (id: string, name: string): boolean => id.toLowerCase() === name || slugOf(id) === name
