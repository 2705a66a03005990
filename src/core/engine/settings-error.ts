/** A setting that no engine, or not this one, could take. */
export interface SettingsError {
  readonly kind: 'bad-setting'
  /** As the request spells it: `contextTokens`, `gpuMemoryUtilization`, `quant`. */
  readonly field: string
  /** What is allowed, `a whole number from 1 to 65,536`. */
  readonly allowed: string
  /** One sentence: what is wrong and what to do. */
  readonly message: string
}

export const badSetting = (field: string, allowed: string, message: string): SettingsError => ({
  kind: 'bad-setting',
  field,
  allowed,
  message
})
