import { type PublishedModel, stack } from './published-model.ts'

export const mixtureModels: readonly PublishedModel[] = [
  {
    id: 'Qwen/Qwen3-30B-A3B',
    total: 30_532_122_624,
    active: 3_353_032_704,
    file: { tensors: 579, elements: 30_532_122_624, f32Bytes: 51_175_424 },
    architecture: {
      gguf: 'qwen3moe',
      hiddenSize: 2048,
      layers: 48,
      feedForward: 6144,
      vocabSize: 151936,
      tiedEmbeddings: false,
      attention: { heads: 32, kvHeads: 4, headDim: 128, qkNorm: 'head' },
      experts: { count: 128, perToken: 8, shared: 0, width: 768, firstDense: 0, every: 1 }
    }
  },
  {
    id: 'mistralai/Mixtral-8x7B-Instruct-v0.1',
    total: 46_702_792_704,
    active: 12_879_925_248,
    file: { tensors: 323, elements: 46_702_792_704, f32Bytes: 5_259_264 },
    architecture: {
      gguf: 'llama',
      hiddenSize: 4096,
      layers: 32,
      feedForward: 14336,
      vocabSize: 32000,
      tiedEmbeddings: false,
      attention: { heads: 32, kvHeads: 8, headDim: 128 },
      experts: { count: 8, perToken: 2, shared: 0, width: 14336, firstDense: 0, every: 1 }
    }
  },
  {
    id: 'meta-llama/Llama-4-Scout-17B-16E-Instruct',
    total: 107_769_861_120,
    active: 17_172_894_720,
    file: { tensors: 628, elements: 107_769_861_184, f32Bytes: 17_715_456 },
    architecture: {
      gguf: 'llama4',
      hiddenSize: 5120,
      layers: 48,
      feedForward: 16384,
      vocabSize: 202048,
      tiedEmbeddings: false,
      attention: { heads: 40, kvHeads: 8, headDim: 128, chunk: 8192, ropeFactors: { kind: 'llama3' } },
      layerPattern: ['chunked', 'chunked', 'chunked', 'full'],
      experts: {
        count: 16,
        perToken: 1,
        shared: 1,
        width: 8192,
        sharedWidth: 8192,
        firstDense: 0,
        every: 1,
        denseWidth: 16384
      }
    }
  },
  {
    id: 'openai/gpt-oss-20b',
    total: 20_914_757_184,
    active: 4_187_440_704,
    file: { tensors: 459, elements: 20_914_757_184 },
    architecture: {
      gguf: 'gpt-oss',
      hiddenSize: 2880,
      layers: 24,
      feedForward: 2880,
      vocabSize: 201088,
      tiedEmbeddings: false,
      attention: {
        heads: 64,
        kvHeads: 8,
        headDim: 64,
        window: 128,
        qkvBias: true,
        outputBias: true,
        sinks: true
      },
      layerPattern: ['sliding', 'full'],
      experts: {
        count: 32,
        perToken: 4,
        shared: 0,
        width: 2880,
        firstDense: 0,
        every: 1,
        routerBias: true,
        expertBias: true
      }
    }
  },
  {
    id: 'baidu/ERNIE-4.5-21B-A3B-PT',
    total: 21_825_437_888,
    active: 3_352_150_208,
    file: { tensors: 389, elements: 21_825_437_888, f32Bytes: 18_285_312 },
    architecture: {
      gguf: 'ernie4_5-moe',
      hiddenSize: 2560,
      layers: 28,
      feedForward: 12288,
      vocabSize: 103424,
      tiedEmbeddings: true,
      attention: { heads: 20, kvHeads: 4, headDim: 128 },
      experts: {
        count: 64,
        perToken: 6,
        shared: 2,
        width: 1536,
        sharedWidth: 3072,
        firstDense: 1,
        every: 1,
        denseWidth: 12288,
        routerBias: true
      }
    }
  },
  {
    id: 'deepseek-ai/DeepSeek-R1',
    total: 671_026_419_200,
    active: 37_552_297_472,
    file: { tensors: 1086, elements: 671_026_419_200, f32Bytes: 429_807_616 },
    architecture: {
      gguf: 'deepseek2',
      hiddenSize: 7168,
      layers: 61,
      feedForward: 18432,
      vocabSize: 129280,
      tiedEmbeddings: false,
      attention: {
        heads: 128,
        kvHeads: 128,
        headDim: 192,
        latent: { qLoraRank: 1536, kvLoraRank: 512, qkRopeHeadDim: 64, qkNopeHeadDim: 128, vHeadDim: 128 }
      },
      experts: {
        count: 256,
        perToken: 8,
        shared: 1,
        width: 2048,
        sharedWidth: 2048,
        firstDense: 3,
        every: 1,
        denseWidth: 18432,
        routerBias: true
      }
    }
  },
  {
    id: 'deepseek-ai/DeepSeek-V3.2',
    total: 671_877_944_064,
    active: 38_403_822_336,
    architecture: {
      gguf: 'deepseek32',
      hiddenSize: 7168,
      layers: 61,
      feedForward: 18432,
      vocabSize: 129280,
      tiedEmbeddings: false,
      attention: {
        heads: 128,
        kvHeads: 128,
        headDim: 192,
        latent: { qLoraRank: 1536, kvLoraRank: 512, qkRopeHeadDim: 64, qkNopeHeadDim: 128, vHeadDim: 128 },
        indexer: { heads: 64, headDim: 128, topK: 2048 }
      },
      experts: {
        count: 256,
        perToken: 8,
        shared: 1,
        width: 2048,
        sharedWidth: 2048,
        firstDense: 3,
        every: 1,
        denseWidth: 18432,
        routerBias: true
      }
    }
  },
  {
    id: 'deepseek-ai/DeepSeek-V4-Flash',
    total: 284_334_567_511,
    active: 13_799_632_471,
    architecture: {
      gguf: 'deepseek4',
      hiddenSize: 4096,
      layers: 43,
      feedForward: null,
      vocabSize: 129280,
      tiedEmbeddings: false,
      attention: {
        heads: 64,
        kvHeads: 1,
        headDim: 512,
        window: 128,
        indexer: { heads: 64, headDim: 128, topK: 512 },
        compressed: {
          qLoraRank: 1024,
          oGroups: 8,
          oLoraRank: 1024,
          qkRopeHeadDim: 64,
          csaRatio: 4,
          hcaRatio: 128,
          hashLayers: 3,
          hyperConnections: 4
        }
      },
      layerPattern: stack({ w: 'swa', c: 'csa', h: 'hca' }, 'wwchchchchchchchchchchchchchchchchchchchchc'),
      experts: {
        count: 256,
        perToken: 6,
        shared: 1,
        width: 2048,
        sharedWidth: 2048,
        firstDense: 0,
        every: 1
      },
      details: { layerExtra: 786486, otherParams: 2_402_821, otherParamsInactive: 2_327_040 }
    }
  },
  {
    id: 'moonshotai/Kimi-K2-Instruct',
    total: 1_026_408_232_448,
    active: 32_861_500_928,
    architecture: {
      gguf: 'deepseek2',
      hiddenSize: 7168,
      layers: 61,
      feedForward: 18432,
      vocabSize: 163840,
      tiedEmbeddings: false,
      attention: {
        heads: 64,
        kvHeads: 64,
        headDim: 192,
        latent: { qLoraRank: 1536, kvLoraRank: 512, qkRopeHeadDim: 64, qkNopeHeadDim: 128, vHeadDim: 128 }
      },
      experts: {
        count: 384,
        perToken: 8,
        shared: 1,
        width: 2048,
        sharedWidth: 2048,
        firstDense: 1,
        every: 1,
        denseWidth: 18432,
        routerBias: true
      }
    }
  },
  {
    id: 'xai-org/grok-2',
    total: 269_515_497_472,
    active: 114_896_674_816,
    architecture: {
      gguf: 'grok',
      hiddenSize: 8192,
      layers: 64,
      feedForward: 32768,
      vocabSize: 131072,
      tiedEmbeddings: false,
      attention: { heads: 64, kvHeads: 8, headDim: 128 },
      experts: {
        count: 8,
        perToken: 2,
        shared: 0,
        width: 16384,
        firstDense: 0,
        every: 1,
        parallelDenseWidth: 32768
      },
      details: { normsPerLayer: 4 }
    }
  },
  {
    id: 'google/gemma-4-26B-A4B-it',
    total: 25_233_141_790,
    active: 3_822_530_590,
    architecture: {
      gguf: 'gemma4',
      hiddenSize: 2816,
      layers: 30,
      feedForward: 2112,
      vocabSize: 262144,
      tiedEmbeddings: true,
      attention: {
        heads: 16,
        kvHeads: 8,
        headDim: 256,
        window: 1024,
        overrides: { full: { kvHeads: 2, headDim: 512, keysAreValues: true } },
        qkNorm: 'head'
      },
      layerPattern: ['sliding', 'sliding', 'sliding', 'sliding', 'sliding', 'full'],
      experts: {
        count: 128,
        perToken: 8,
        shared: 0,
        width: 704,
        firstDense: 0,
        every: 1,
        denseBeside: true,
        extraNorms: 3,
        routerExtra: 2944
      },
      details: { normsPerLayer: 4 }
    }
  },
  {
    id: 'zai-org/GLM-4.5-Air',
    total: 106_852_251_264,
    active: 13_424_129_664,
    architecture: {
      gguf: 'glm4moe',
      hiddenSize: 4096,
      layers: 46,
      feedForward: 10944,
      vocabSize: 151552,
      tiedEmbeddings: false,
      attention: { heads: 96, kvHeads: 8, headDim: 128, qkvBias: true },
      experts: {
        count: 128,
        perToken: 8,
        shared: 1,
        width: 1408,
        sharedWidth: 1408,
        firstDense: 1,
        every: 1,
        denseWidth: 10944,
        routerBias: true
      }
    }
  },
  {
    id: 'inclusionAI/Ling-mini-2.0',
    total: 16_255_643_392,
    active: 1_432_973_056,
    architecture: {
      gguf: 'bailingmoe2',
      hiddenSize: 2048,
      layers: 20,
      feedForward: 5120,
      vocabSize: 157184,
      tiedEmbeddings: false,
      attention: { heads: 16, kvHeads: 4, headDim: 128, qkNorm: 'head' },
      experts: {
        count: 256,
        perToken: 8,
        shared: 1,
        width: 512,
        sharedWidth: 512,
        firstDense: 1,
        every: 1,
        denseWidth: 5120,
        routerBias: true
      }
    }
  },
  {
    id: 'XiaomiMiMo/MiMo-V2-Flash',
    total: 308_778_780_864,
    active: 15_445_936_320,
    architecture: {
      gguf: 'mimo2',
      hiddenSize: 4096,
      layers: 48,
      feedForward: 16384,
      vocabSize: 152576,
      tiedEmbeddings: false,
      attention: {
        heads: 64,
        kvHeads: 4,
        headDim: 192,
        valueHeadDim: 128,
        window: 128,
        overrides: { sliding: { kvHeads: 8, extraWeights: 64 } }
      },
      layerPattern: stack({ f: 'full', s: 'sliding' }, 'fssssfsssssfsssssfsssssfsssssfsssssfsssssfsssssf'),
      experts: {
        count: 256,
        perToken: 8,
        shared: 0,
        width: 2048,
        firstDense: 1,
        every: 1,
        denseWidth: 16384,
        routerBias: true
      }
    }
  },
  {
    id: 'stepfun-ai/Step-3.5-Flash',
    total: 196_956_130_368,
    active: 11_987_323_968,
    architecture: {
      gguf: 'step35',
      hiddenSize: 4096,
      layers: 45,
      feedForward: 11264,
      vocabSize: 128896,
      tiedEmbeddings: false,
      attention: {
        heads: 64,
        kvHeads: 8,
        headDim: 128,
        window: 512,
        overrides: { full: { extraWeights: 262144 }, sliding: { heads: 96, extraWeights: 393216 } },
        qkNorm: 'head'
      },
      layerPattern: ['full', 'sliding', 'sliding', 'sliding'],
      experts: {
        count: 288,
        perToken: 8,
        shared: 1,
        width: 1280,
        sharedWidth: 1280,
        firstDense: 3,
        every: 1,
        denseWidth: 11264,
        routerBias: true
      }
    }
  },
  {
    id: 'MiniMaxAI/MiniMax-M3',
    total: 426_174_572_928,
    active: 25_962_473_856,
    architecture: {
      gguf: 'minimax-m3',
      hiddenSize: 6144,
      layers: 60,
      feedForward: 12288,
      vocabSize: 200064,
      tiedEmbeddings: false,
      attention: {
        heads: 64,
        kvHeads: 4,
        headDim: 128,
        indexer: {
          heads: 4,
          headDim: 128,
          layers: [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
            29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52,
            53, 54, 55, 56, 57, 58, 59
          ]
        },
        qkNorm: 'head'
      },
      experts: {
        count: 128,
        perToken: 4,
        shared: 1,
        width: 3072,
        sharedWidth: 3072,
        firstDense: 3,
        every: 1,
        denseWidth: 12288,
        routerBias: true
      },
      details: { otherParams: 224_147_712 }
    }
  },
  {
    id: 'meituan-longcat/LongCat-Flash-Chat',
    total: 560_664_980_480,
    active: 32_182_676_480,
    architecture: {
      gguf: null,
      hiddenSize: 6144,
      layers: 28,
      feedForward: 12288,
      vocabSize: 131072,
      tiedEmbeddings: false,
      attention: {
        heads: 64,
        kvHeads: 64,
        headDim: 192,
        latent: { qLoraRank: 1536, kvLoraRank: 512, qkRopeHeadDim: 64, qkNopeHeadDim: 128, vHeadDim: 128 },
        sublayers: 2
      },
      experts: {
        count: 512,
        perToken: 12,
        shared: 0,
        width: 2048,
        firstDense: 0,
        every: 1,
        zeroExperts: 256,
        denseBeside: true,
        routerExtra: 1_573_632
      },
      details: { normsPerLayer: 4, densePerLayer: 2 }
    }
  }
]
