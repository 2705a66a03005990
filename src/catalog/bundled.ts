import apertus from '../../resources/catalog/models/apertus.json' with { type: 'json' }
import aya from '../../resources/catalog/models/aya.json' with { type: 'json' }
import codellama from '../../resources/catalog/models/codellama.json' with { type: 'json' }
import command from '../../resources/catalog/models/command.json' with { type: 'json' }
import deepseekR1Distill from '../../resources/catalog/models/deepseek-r1-distill.json' with { type: 'json' }
import deepseek from '../../resources/catalog/models/deepseek.json' with { type: 'json' }
import dots from '../../resources/catalog/models/dots.json' with { type: 'json' }
import ernie45 from '../../resources/catalog/models/ernie-4-5.json' with { type: 'json' }
import exaone from '../../resources/catalog/models/exaone.json' with { type: 'json' }
import falconH1 from '../../resources/catalog/models/falcon-h1.json' with { type: 'json' }
import falcon from '../../resources/catalog/models/falcon.json' with { type: 'json' }
import gemma1 from '../../resources/catalog/models/gemma-1.json' with { type: 'json' }
import gemma2 from '../../resources/catalog/models/gemma-2.json' with { type: 'json' }
import gemma3 from '../../resources/catalog/models/gemma-3.json' with { type: 'json' }
import gemma3n from '../../resources/catalog/models/gemma-3n.json' with { type: 'json' }
import gemma4 from '../../resources/catalog/models/gemma-4.json' with { type: 'json' }
import glm from '../../resources/catalog/models/glm.json' with { type: 'json' }
import gpt2 from '../../resources/catalog/models/gpt-2.json' with { type: 'json' }
import gptOss from '../../resources/catalog/models/gpt-oss.json' with { type: 'json' }
import granite3 from '../../resources/catalog/models/granite-3.json' with { type: 'json' }
import granite4 from '../../resources/catalog/models/granite-4.json' with { type: 'json' }
import grok from '../../resources/catalog/models/grok.json' with { type: 'json' }
import hunyuan from '../../resources/catalog/models/hunyuan.json' with { type: 'json' }
import hypernova from '../../resources/catalog/models/hypernova.json' with { type: 'json' }
import internlm from '../../resources/catalog/models/internlm.json' with { type: 'json' }
import jamba from '../../resources/catalog/models/jamba.json' with { type: 'json' }
import k2 from '../../resources/catalog/models/k2.json' with { type: 'json' }
import kimiK2 from '../../resources/catalog/models/kimi-k2.json' with { type: 'json' }
import kimi from '../../resources/catalog/models/kimi.json' with { type: 'json' }
import laguna from '../../resources/catalog/models/laguna.json' with { type: 'json' }
import lfm2 from '../../resources/catalog/models/lfm2.json' with { type: 'json' }
import ling from '../../resources/catalog/models/ling.json' with { type: 'json' }
import llama2 from '../../resources/catalog/models/llama-2.json' with { type: 'json' }
import llama3 from '../../resources/catalog/models/llama-3.json' with { type: 'json' }
import llama4 from '../../resources/catalog/models/llama-4.json' with { type: 'json' }
import longcat from '../../resources/catalog/models/longcat.json' with { type: 'json' }
import mimo from '../../resources/catalog/models/mimo.json' with { type: 'json' }
import minimax from '../../resources/catalog/models/minimax.json' with { type: 'json' }
import mistral from '../../resources/catalog/models/mistral.json' with { type: 'json' }
import muse from '../../resources/catalog/models/muse.json' with { type: 'json' }
import nanbeige from '../../resources/catalog/models/nanbeige.json' with { type: 'json' }
import nemotron from '../../resources/catalog/models/nemotron.json' with { type: 'json' }
import olmo from '../../resources/catalog/models/olmo.json' with { type: 'json' }
import openaiO from '../../resources/catalog/models/openai-o.json' with { type: 'json' }
import ornith from '../../resources/catalog/models/ornith.json' with { type: 'json' }
import pangu from '../../resources/catalog/models/pangu.json' with { type: 'json' }
import phi from '../../resources/catalog/models/phi.json' with { type: 'json' }
import qwen15 from '../../resources/catalog/models/qwen1-5.json' with { type: 'json' }
import qwen25 from '../../resources/catalog/models/qwen2-5.json' with { type: 'json' }
import qwen2 from '../../resources/catalog/models/qwen2.json' with { type: 'json' }
import qwen35 from '../../resources/catalog/models/qwen3-5.json' with { type: 'json' }
import qwen36 from '../../resources/catalog/models/qwen3-6.json' with { type: 'json' }
import qwen38 from '../../resources/catalog/models/qwen3-8.json' with { type: 'json' }
import qwen3Next from '../../resources/catalog/models/qwen3-next.json' with { type: 'json' }
import qwen3Vl from '../../resources/catalog/models/qwen3-vl.json' with { type: 'json' }
import qwen3 from '../../resources/catalog/models/qwen3.json' with { type: 'json' }
import seed from '../../resources/catalog/models/seed.json' with { type: 'json' }
import smollm from '../../resources/catalog/models/smollm.json' with { type: 'json' }
import solar from '../../resources/catalog/models/solar.json' with { type: 'json' }
import starcoder from '../../resources/catalog/models/starcoder.json' with { type: 'json' }
import step from '../../resources/catalog/models/step.json' with { type: 'json' }
import tinyllama from '../../resources/catalog/models/tinyllama.json' with { type: 'json' }
import trinity from '../../resources/catalog/models/trinity.json' with { type: 'json' }
import yi from '../../resources/catalog/models/yi.json' with { type: 'json' }
import type { ModelFile } from '../core/schema/model.ts'

/*
 * The door to the models of `resources/catalog`; `bundled-devices.ts` is the other half, apart so that a page that
 * only needs models does not carry the devices. The files are cast, not parsed: `npm run check:catalog` and the tests hold
 * every row against the schemas, and parsing them again on every start would only delay the page.
 */

export const modelFiles = [
  apertus,
  aya,
  codellama,
  command,
  deepseekR1Distill,
  deepseek,
  dots,
  ernie45,
  exaone,
  falconH1,
  falcon,
  gemma1,
  gemma2,
  gemma3,
  gemma3n,
  gemma4,
  glm,
  gpt2,
  gptOss,
  granite3,
  granite4,
  grok,
  hunyuan,
  hypernova,
  internlm,
  jamba,
  k2,
  kimiK2,
  kimi,
  laguna,
  lfm2,
  ling,
  llama2,
  llama3,
  llama4,
  longcat,
  mimo,
  minimax,
  mistral,
  muse,
  nanbeige,
  nemotron,
  olmo,
  openaiO,
  ornith,
  pangu,
  phi,
  qwen15,
  qwen25,
  qwen2,
  qwen35,
  qwen36,
  qwen38,
  qwen3Next,
  qwen3Vl,
  qwen3,
  seed,
  smollm,
  solar,
  starcoder,
  step,
  tinyllama,
  trinity,
  yi
] as unknown as readonly ModelFile[]
