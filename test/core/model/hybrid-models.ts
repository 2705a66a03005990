import { type PublishedModel, stack } from './published-model.ts'

export const hybridModels: readonly PublishedModel[] = [
  {
    id: 'Qwen/Qwen3-Next-80B-A3B-Instruct',
    total: 79_674_391_296,
    active: 3_874_929_408,
    file: { tensors: 843, elements: 79_674_391_296, f32Bytes: 207_285_248 },
    architecture: {
      gguf: 'qwen3next',
      hiddenSize: 2048,
      layers: 48,
      feedForward: 5120,
      vocabSize: 151936,
      tiedEmbeddings: false,
      attention: { heads: 16, kvHeads: 2, headDim: 256, qkNorm: 'head', outputGate: true },
      layerPattern: ['gated_delta_net', 'gated_delta_net', 'gated_delta_net', 'full'],
      recurrent: {
        type: 'gated_delta_net',
        stateElements: 524288,
        convElements: 24576,
        convKernel: 4,
        keyHeads: 16,
        valueHeads: 32,
        keyHeadDim: 128,
        valueHeadDim: 128
      },
      experts: {
        count: 512,
        perToken: 10,
        shared: 1,
        width: 512,
        sharedWidth: 512,
        firstDense: 0,
        every: 1,
        sharedGate: true
      }
    }
  },
  {
    id: 'Qwen/Qwen3.6-27B',
    total: 26_895_998_464,
    active: 26_895_998_464,
    file: { tensors: 851, elements: 26_895_998_464, f32Bytes: 10_582_016 },
    architecture: {
      gguf: 'qwen35',
      hiddenSize: 5120,
      layers: 64,
      feedForward: 17408,
      vocabSize: 248320,
      tiedEmbeddings: false,
      attention: { heads: 24, kvHeads: 4, headDim: 256, qkNorm: 'head', outputGate: true },
      layerPattern: ['gated_delta_net', 'gated_delta_net', 'gated_delta_net', 'full'],
      recurrent: {
        type: 'gated_delta_net',
        stateElements: 786432,
        convElements: 30720,
        convKernel: 4,
        keyHeads: 16,
        valueHeads: 48,
        keyHeadDim: 128,
        valueHeadDim: 128
      }
    }
  },
  {
    id: 'Qwen/Qwen3.8-Flash-Next',
    total: 176_943_899_555,
    active: 7_306_994_595,
    architecture: {
      gguf: 'qwen4exp',
      hiddenSize: 2560,
      layers: 48,
      feedForward: null,
      vocabSize: 248320,
      tiedEmbeddings: false,
      attention: {
        heads: 24,
        kvHeads: 2,
        headDim: 256,
        indexer: { heads: 4, headDim: 128, layers: [3, 7, 11, 15, 19, 23, 27, 31, 35, 39, 43, 47] },
        qkNorm: 'head',
        outputGate: true
      },
      layerPattern: ['gated_delta_net', 'gated_delta_net', 'gated_delta_net', 'full'],
      recurrent: {
        type: 'gated_delta_net',
        stateElements: 786432,
        convElements: 30720,
        convKernel: 4,
        keyHeads: 16,
        valueHeads: 48,
        keyHeadDim: 128,
        valueHeadDim: 128
      },
      experts: {
        count: 512,
        perToken: 10,
        shared: 1,
        width: 640,
        sharedWidth: 640,
        firstDense: 0,
        every: 1,
        sharedGate: true
      },
      perLayerEmbedding: { params: 51_200_245_760, width: 160 },
      details: {
        normsPerLayer: 0,
        finalNorm: false,
        layerExtra: 13_209_600,
        otherParams: 51_259_313_187,
        otherParamsInactive: 51_200_245_760
      }
    }
  },
  {
    id: 'moonshotai/Kimi-Linear-48B-A3B-Instruct',
    total: 49_122_681_728,
    active: 3_484_459_904,
    architecture: {
      gguf: 'kimi-linear',
      hiddenSize: 2304,
      layers: 27,
      feedForward: 9216,
      vocabSize: 163840,
      tiedEmbeddings: false,
      attention: {
        heads: 32,
        kvHeads: 32,
        headDim: 192,
        latent: { qLoraRank: null, kvLoraRank: 512, qkRopeHeadDim: 64, qkNopeHeadDim: 128, vHeadDim: 128 }
      },
      layerPattern: stack({ k: 'kda', f: 'full' }, 'kkkfkkkfkkkfkkkfkkkfkkkfkkf'),
      recurrent: {
        type: 'kda',
        stateElements: 524288,
        convElements: 36864,
        convKernel: 4,
        heads: 32,
        headDim: 128
      },
      experts: {
        count: 256,
        perToken: 8,
        shared: 1,
        width: 1024,
        sharedWidth: 1024,
        firstDense: 1,
        every: 1,
        denseWidth: 9216,
        routerBias: true
      }
    }
  },
  {
    id: 'moonshotai/Kimi-K3',
    total: 2_779_484_478_208,
    active: 105_364_019_968,
    architecture: {
      gguf: 'kimi-k3',
      hiddenSize: 7168,
      layers: 93,
      feedForward: 33792,
      vocabSize: 163840,
      tiedEmbeddings: false,
      attention: {
        heads: 96,
        kvHeads: 96,
        headDim: 192,
        latent: { qLoraRank: 1536, kvLoraRank: 512, qkRopeHeadDim: 64, qkNopeHeadDim: 128, vHeadDim: 128 }
      },
      layerPattern: stack(
        { k: 'kda', f: 'full' },
        'kkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkfkkkff'
      ),
      recurrent: {
        type: 'kda',
        stateElements: 1_572_864,
        convElements: 110592,
        convKernel: 4,
        heads: 96,
        headDim: 128,
        fullRankGate: true,
        gateRank: 128
      },
      experts: {
        count: 896,
        perToken: 16,
        shared: 2,
        width: 3072,
        sharedWidth: 6144,
        firstDense: 1,
        every: 1,
        denseWidth: 33792,
        latentSize: 3584,
        routerBias: true,
        routerExtra: 3584
      },
      details: { latentOutputGate: true, layerExtra: 28672, otherParams: 16544 }
    }
  },
  {
    id: 'zai-org/GLM-5.3-Flash',
    total: 313_326_828_862,
    active: 17_376_738_622,
    architecture: {
      gguf: null,
      hiddenSize: 4096,
      layers: 45,
      feedForward: 12288,
      vocabSize: 154880,
      tiedEmbeddings: false,
      attention: {
        heads: 64,
        kvHeads: 64,
        headDim: 256,
        latent: { qLoraRank: 1536, kvLoraRank: 512, qkRopeHeadDim: 0, qkNopeHeadDim: 256, vHeadDim: 256 },
        indexer: {
          heads: 32,
          headDim: 128,
          topK: 2048,
          layers: [3, 7, 11, 15, 19, 23, 27, 31, 35, 39, 43],
          keyPool: 16
        }
      },
      layerPattern: ['kda', 'kda', 'kda', 'full'],
      recurrent: {
        type: 'kda',
        stateElements: 1_048_576,
        convElements: 73728,
        convKernel: 4,
        heads: 64,
        headDim: 128
      },
      experts: {
        count: 288,
        perToken: 8,
        shared: 1,
        width: 2048,
        sharedWidth: 2048,
        firstDense: 3,
        every: 1,
        denseWidth: 12288,
        routerBias: true
      },
      details: { layerExtra: 786486, otherParams: 5_789_696 }
    }
  },
  {
    id: 'MiniMaxAI/MiniMax-M1-80k',
    total: 456_089_655_296,
    active: 48_403_306_496,
    file: { tensors: 803, elements: 456_089_655_296, f32Bytes: 69_165_056 },
    architecture: {
      gguf: 'minimax-01',
      hiddenSize: 6144,
      layers: 80,
      feedForward: 9216,
      vocabSize: 200064,
      tiedEmbeddings: false,
      attention: { heads: 64, kvHeads: 8, headDim: 128 },
      layerPattern: [
        'lightning',
        'lightning',
        'lightning',
        'lightning',
        'lightning',
        'lightning',
        'lightning',
        'full'
      ],
      recurrent: { type: 'lightning', stateElements: 1_048_576, heads: 64, headDim: 128 },
      experts: { count: 32, perToken: 2, shared: 0, width: 9216, firstDense: 0, every: 1 }
    }
  },
  {
    id: 'ibm-granite/granite-4.0-h-tiny',
    total: 6_939_037_248,
    active: 1_465_470_528,
    file: { tensors: 666, elements: 6_939_037_248, f32Bytes: 19_085_568 },
    architecture: {
      gguf: 'granitehybrid',
      hiddenSize: 1536,
      layers: 40,
      feedForward: null,
      vocabSize: 100352,
      tiedEmbeddings: true,
      attention: { heads: 12, kvHeads: 4, headDim: 128 },
      layerPattern: stack({ m: 'mamba2', f: 'full' }, 'mmmmmfmmmm'),
      recurrent: {
        type: 'mamba2',
        stateElements: 393216,
        convElements: 9984,
        convKernel: 4,
        convBias: true,
        heads: 48,
        headDim: 64,
        groups: 1,
        stateSize: 128
      },
      experts: { count: 64, perToken: 6, shared: 1, width: 512, sharedWidth: 1024, firstDense: 0, every: 1 }
    }
  },
  {
    id: 'nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16',
    total: 120_668_687_360,
    active: 12_770_216_960,
    architecture: {
      gguf: 'nemotron_h_moe',
      hiddenSize: 4096,
      layers: 88,
      feedForward: 2688,
      vocabSize: 131072,
      tiedEmbeddings: false,
      attention: { heads: 32, kvHeads: 2, headDim: 128 },
      layerPattern: stack(
        { m: 'mamba2', e: 'moe', f: 'full' },
        'memememfememememfememememfemememememfemememememfemememememfemememememfememememfememememe'
      ),
      recurrent: {
        type: 'mamba2',
        stateElements: 1_048_576,
        convElements: 30720,
        convKernel: 4,
        convBias: true,
        heads: 128,
        headDim: 64,
        groups: 8,
        stateSize: 128
      },
      experts: {
        count: 512,
        perToken: 22,
        shared: 1,
        width: 2688,
        sharedWidth: 5376,
        firstDense: 0,
        every: 1,
        latentSize: 1024
      },
      details: { normsPerLayer: 1, gatedMlp: false, singleBlock: true }
    }
  },
  {
    id: 'ai21labs/AI21-Jamba-Mini-1.5',
    total: 51_570_323_328,
    active: 12_110_311_296,
    architecture: {
      gguf: 'jamba',
      hiddenSize: 4096,
      layers: 32,
      feedForward: 14336,
      vocabSize: 65536,
      tiedEmbeddings: false,
      attention: { heads: 32, kvHeads: 8, headDim: 128 },
      layerPattern: ['mamba1', 'mamba1', 'mamba1', 'mamba1', 'full', 'mamba1', 'mamba1', 'mamba1'],
      recurrent: {
        type: 'mamba1',
        stateElements: 131072,
        convElements: 24576,
        convKernel: 4,
        stateSize: 16,
        innerSize: 8192,
        dtRank: 256,
        dtBcNorms: true
      },
      experts: { count: 16, perToken: 2, shared: 0, width: 14336, firstDense: 0, every: 2 }
    }
  },
  {
    id: 'tiiuae/Falcon-H1-0.5B-Instruct',
    total: 521_411_104,
    active: 521_411_104,
    architecture: {
      gguf: 'falcon-h1',
      hiddenSize: 1024,
      layers: 36,
      feedForward: 2048,
      vocabSize: 32784,
      tiedEmbeddings: false,
      attention: { heads: 8, kvHeads: 2, headDim: 64 },
      layerPattern: ['parallel_mamba2'],
      recurrent: {
        type: 'mamba2',
        stateElements: 196608,
        convElements: 5376,
        convKernel: 4,
        convBias: true,
        heads: 24,
        headDim: 64,
        groups: 1,
        stateSize: 128,
        gatedNorm: false
      }
    }
  },
  {
    id: 'LiquidAI/LFM2-8B-A1B',
    total: 8_339_929_856,
    active: 1_557_740_288,
    architecture: {
      gguf: 'lfm2moe',
      hiddenSize: 2048,
      layers: 24,
      feedForward: 7168,
      vocabSize: 65536,
      tiedEmbeddings: true,
      attention: { heads: 32, kvHeads: 8, headDim: 64, qkNorm: 'head' },
      layerPattern: stack({ c: 'shortconv', f: 'full' }, 'ccfcccfcccfcccfcccfccfcc'),
      recurrent: { type: 'shortconv', stateElements: 4096, convKernel: 3 },
      experts: { count: 32, perToken: 4, shared: 0, width: 1792, firstDense: 2, every: 1, denseWidth: 7168 }
    }
  }
]
