/** The id's last part in lower case: `Qwen/Qwen3-30B-A3B` gives `qwen3-30b-a3b`. */
export const slugOf = (id: string): string => (id.split('/').at(-1) ?? id).toLowerCase()
