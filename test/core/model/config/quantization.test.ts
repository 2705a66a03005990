import { expect, test } from 'vitest'
import { weightFormat } from '../../../../src/core/model/config/quantization.ts'

const compressed = (weights: object): object => ({
  quant_method: 'compressed-tensors',
  config_groups: { group_0: { weights } }
})

test.each([
  ['FP8 in blocks', { quant_method: 'fp8', weight_block_size: [128, 128] }, 'fp8', 8, null],
  ['AWQ', { quant_method: 'awq', bits: 4, group_size: 128, zero_point: true }, 'awq', 4, 128],
  ['GPTQ', { quant_method: 'gptq', bits: 4, group_size: 32, sym: true }, 'gptq', 4, 32],
  ['GPTQ by row', { quant_method: 'gptq', bits: 8, group_size: -1 }, 'gptq', 8, null],
  ['MXFP4', { quant_method: 'mxfp4', modules_to_not_convert: [] }, 'mxfp4', 4, 32],
  ['NVFP4', compressed({ num_bits: 4, type: 'float', group_size: 16 }), 'nvfp4', 4, 16],
  ['FP8 compressed', compressed({ num_bits: 8, type: 'float' }), 'fp8', 8, null],
  ['INT4 compressed', compressed({ num_bits: 4, type: 'int', group_size: 32 }), 'int4', 4, 32],
  ['ModelOpt', { quant_method: 'modelopt', quant_algo: 'FP8' }, 'fp8', 8, null],
  ['bitsandbytes', { quant_method: 'bitsandbytes', load_in_4bit: true }, 'bnb', 4, 64]
])('%s', (_, config, method, bits, groupSize) => {
  expect(weightFormat({ quantization_config: config })).toMatchObject({ method, bits, groupSize })
})

test('MLX writes its own field, and repeats it in the usual one', () => {
  const mlx = { group_size: 64, bits: 4 }
  expect(weightFormat({ quantization: mlx, quantization_config: mlx })).toEqual({
    method: 'mlx',
    bits: 4,
    groupSize: 64
  })
  expect(weightFormat({ quantization: { group_size: 32, bits: 4, mode: 'mxfp4' } })?.method).toBe('mlx-mxfp4')
})

test('inside a wrapper, and none at all', () => {
  expect(weightFormat({ text_config: { quantization_config: { quant_method: 'fp8' } } })?.bits).toBe(8)
  expect(weightFormat({ torch_dtype: 'bfloat16' })).toBeUndefined()
})
