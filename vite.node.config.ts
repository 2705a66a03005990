import { builtinModules } from 'node:module'
import { defineConfig, type Plugin } from 'vite'
import { ascii } from './scripts/ascii.ts'
import { compileAhead } from './scripts/compile-ahead.ts'
import { dataBeside } from './scripts/data-beside.ts'

/** The rest of the project is made of modules; these files are not. */
const commonJs: Plugin = {
  name: 'common-js',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = ascii(file.code)
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' })
  }
}

/**
 * The command line and the page server as files for plain Node, with nothing left to install. CommonJS, and all that
 * `check` needs in one of the files: Node starts that faster than modules, by a third of the time it takes beyond its own.
 */
export default defineConfig({
  publicDir: false,
  plugins: [dataBeside(), commonJs, compileAhead()],
  // Text that JSON.parse reads starts faster than the same as code.
  json: { stringify: true, namedExports: false },
  ssr: { noExternal: true },
  build: {
    ssr: true,
    ssrEmitAssets: true,
    target: 'node20',
    outDir: 'out/node',
    minify: false,
    rolldownOptions: {
      // The second is the file of the threads that detection and measuring run in.
      input: {
        cli: 'src/cli/index.ts',
        worker: 'src/host/apart/worker.ts',
        'detect-apart': 'src/host/detect-apart.ts'
      },
      external: builtinModules.flatMap((name) => [name, `node:${name}`]),
      output: {
        format: 'cjs',
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        codeSplitting: {
          groups: [{ name: 'check', test: /src\/cli\/(?:program|output|commands\/check)\.ts$/u }]
        }
      }
    }
  }
})
