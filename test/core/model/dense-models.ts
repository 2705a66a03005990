import type { PublishedModel } from './published-model.ts'

export const denseModels: readonly PublishedModel[] = [
  {
    id: 'meta-llama/Llama-3.1-8B-Instruct',
    total: 8_030_261_248,
    active: 8_030_261_248,
    file: { tensors: 292, elements: 8_030_261_312, f32Bytes: 1_065_216 },
    architecture: {
      gguf: 'llama',
      hiddenSize: 4096,
      layers: 32,
      feedForward: 14336,
      vocabSize: 128256,
      tiedEmbeddings: false,
      attention: { heads: 32, kvHeads: 8, headDim: 128, ropeFactors: { kind: 'llama3' } }
    }
  },
  {
    id: 'Qwen/Qwen3-0.6B',
    total: 596_049_920,
    active: 596_049_920,
    file: { tensors: 310, elements: 596_049_920, f32Bytes: 262144 },
    architecture: {
      gguf: 'qwen3',
      hiddenSize: 1024,
      layers: 28,
      feedForward: 3072,
      vocabSize: 151936,
      tiedEmbeddings: true,
      attention: { heads: 16, kvHeads: 8, headDim: 128, qkNorm: 'head' }
    }
  },
  {
    id: 'Qwen/QwQ-32B',
    total: 32_763_876_352,
    active: 32_763_876_352,
    file: { tensors: 771, elements: 32_763_876_352, f32Bytes: 4_476_928 },
    architecture: {
      gguf: 'qwen2',
      hiddenSize: 5120,
      layers: 64,
      feedForward: 27648,
      vocabSize: 152064,
      tiedEmbeddings: false,
      attention: { heads: 40, kvHeads: 8, headDim: 128, qkvBias: true }
    }
  },
  {
    id: 'microsoft/phi-4',
    total: 14_659_507_200,
    active: 14_659_507_200,
    file: { tensors: 323, elements: 14_659_507_200, f32Bytes: 1_658_880 },
    architecture: {
      gguf: 'phi3',
      hiddenSize: 5120,
      layers: 40,
      feedForward: 17920,
      vocabSize: 100352,
      tiedEmbeddings: false,
      attention: { heads: 40, kvHeads: 10, headDim: 128 }
    }
  },
  {
    id: 'openai-community/gpt2',
    total: 124_439_808,
    active: 124_439_808,
    file: { tensors: 148, elements: 124_439_808, f32Bytes: 3_631_104 },
    architecture: {
      gguf: 'gpt2',
      hiddenSize: 768,
      layers: 12,
      feedForward: 3072,
      vocabSize: 50257,
      tiedEmbeddings: true,
      attention: { heads: 12, kvHeads: 12, headDim: 64, qkvBias: true, outputBias: true },
      details: { normsPerLayer: 2, normBias: true, gatedMlp: false, mlpBias: true, positions: 1024 }
    }
  },
  {
    id: 'bigcode/starcoder2-7b',
    total: 7_173_923_840,
    active: 7_173_923_840,
    architecture: {
      gguf: 'starcoder2',
      hiddenSize: 4608,
      layers: 32,
      feedForward: 18432,
      vocabSize: 49152,
      tiedEmbeddings: true,
      attention: { heads: 36, kvHeads: 4, headDim: 128, window: 4096, qkvBias: true, outputBias: true },
      details: { normBias: true, gatedMlp: false, mlpBias: true }
    }
  },
  {
    id: 'google/gemma-3-1b-it',
    total: 999_885_952,
    active: 999_885_952,
    file: { tensors: 340, elements: 999_885_952, f32Bytes: 537088 },
    architecture: {
      gguf: 'gemma3',
      hiddenSize: 1152,
      layers: 26,
      feedForward: 6912,
      vocabSize: 262144,
      tiedEmbeddings: true,
      attention: { heads: 4, kvHeads: 1, headDim: 256, window: 512, qkNorm: 'head' },
      layerPattern: ['sliding', 'sliding', 'sliding', 'sliding', 'sliding', 'full'],
      details: { normsPerLayer: 4 }
    }
  },
  {
    id: 'google/gemma-4-31B-it',
    total: 30_697_345_340,
    active: 30_697_345_340,
    file: { tensors: 833, elements: 30_697_345_596, f32Bytes: 5_327_088 },
    architecture: {
      gguf: 'gemma4',
      hiddenSize: 5376,
      layers: 60,
      feedForward: 21504,
      vocabSize: 262144,
      tiedEmbeddings: true,
      attention: {
        heads: 32,
        kvHeads: 16,
        headDim: 256,
        window: 1024,
        overrides: { full: { kvHeads: 4, headDim: 512, keysAreValues: true } },
        qkNorm: 'head'
      },
      layerPattern: ['sliding', 'sliding', 'sliding', 'sliding', 'sliding', 'full'],
      details: { normsPerLayer: 4 }
    }
  },
  {
    id: 'google/gemma-4-E2B-it',
    total: 4_647_449_891,
    active: 2_298_639_651,
    architecture: {
      gguf: 'gemma4',
      hiddenSize: 1536,
      layers: 35,
      feedForward: [
        6144, 6144, 6144, 6144, 6144, 6144, 6144, 6144, 6144, 6144, 6144, 6144, 6144, 6144, 6144, 12288,
        12288, 12288, 12288, 12288, 12288, 12288, 12288, 12288, 12288, 12288, 12288, 12288, 12288, 12288,
        12288, 12288, 12288, 12288, 12288
      ],
      vocabSize: 262144,
      tiedEmbeddings: true,
      attention: {
        heads: 8,
        kvHeads: 1,
        headDim: 256,
        window: 512,
        overrides: { full: { headDim: 512 } },
        qkNorm: 'head',
        sharedKvLayers: 20
      },
      layerPattern: ['sliding', 'sliding', 'sliding', 'sliding', 'full'],
      perLayerEmbedding: { params: 2_348_810_240, width: 256 },
      details: {
        normsPerLayer: 4,
        layerExtra: 787969,
        otherParams: 2_362_573_056,
        otherParamsInactive: 2_348_810_240
      }
    }
  },
  {
    id: 'google/gemma-3n-E4B-it',
    total: 6_866_696_688,
    active: 4_517_886_448,
    architecture: {
      gguf: 'gemma3n',
      hiddenSize: 2048,
      layers: 35,
      feedForward: 16384,
      vocabSize: 262400,
      tiedEmbeddings: true,
      attention: { heads: 8, kvHeads: 2, headDim: 256, window: 512, qkNorm: 'head', sharedKvLayers: 15 },
      layerPattern: ['sliding', 'sliding', 'sliding', 'sliding', 'full'],
      perLayerEmbedding: { params: 2_348_810_240, width: 256 },
      details: {
        normsPerLayer: 4,
        layerExtra: 1_327_184,
        otherParams: 2_392_326_400,
        otherParamsInactive: 2_348_810_240
      }
    }
  },
  {
    id: 'allenai/Olmo-3-7B-Think',
    total: 7_298_011_136,
    active: 7_298_011_136,
    file: { tensors: 355, elements: 7_298_011_136, f32Bytes: 2_113_536 },
    architecture: {
      gguf: 'olmo2',
      hiddenSize: 4096,
      layers: 32,
      feedForward: 11008,
      vocabSize: 100278,
      tiedEmbeddings: false,
      attention: { heads: 32, kvHeads: 32, headDim: 128, window: 4096, qkNorm: 'full' },
      layerPattern: ['sliding', 'sliding', 'sliding', 'full']
    }
  },
  {
    id: 'ibm-granite/granite-3.3-2b-instruct',
    total: 2_533_539_840,
    active: 2_533_539_840,
    file: { tensors: 362, elements: 2_533_539_840, f32Bytes: 663552 },
    architecture: {
      gguf: 'granite',
      hiddenSize: 2048,
      layers: 40,
      feedForward: 8192,
      vocabSize: 49159,
      tiedEmbeddings: true,
      attention: { heads: 32, kvHeads: 8, headDim: 64 }
    }
  },
  {
    id: 'CohereLabs/c4ai-command-a-03-2025',
    total: 111_057_580_032,
    active: 111_057_580_032,
    architecture: {
      gguf: 'cohere2',
      hiddenSize: 12288,
      layers: 64,
      feedForward: 36864,
      vocabSize: 256000,
      tiedEmbeddings: true,
      attention: { heads: 96, kvHeads: 8, headDim: 128, window: 4096 },
      layerPattern: ['sliding', 'sliding', 'sliding', 'full'],
      details: { normsPerLayer: 1 }
    }
  },
  {
    id: 'meta-models/Muse-Glimmer-30B',
    total: 27_854_780_928,
    active: 27_854_780_928,
    architecture: {
      gguf: 'muse-glimmer',
      hiddenSize: 6656,
      layers: 52,
      feedForward: 19968,
      vocabSize: 202048,
      tiedEmbeddings: false,
      attention: { heads: 32, kvHeads: 2, headDim: 128, window: 2048, outputGate: true },
      layerPattern: ['sliding', 'sliding', 'sliding', 'full'],
      details: { normsPerLayer: 4 }
    }
  }
]
