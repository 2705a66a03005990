import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'
import { dataBeside } from './scripts/data-beside.ts'

/** The command line and the page server as single files for plain Node, with nothing left to install. */
export default defineConfig({
  publicDir: false,
  plugins: [dataBeside()],
  // Text that JSON.parse reads starts faster than the same as code.
  json: { stringify: true, namedExports: false },
  // write-file-atomic asks for its own file name as CommonJS has it; the bundle is a module.
  define: { __filename: 'import.meta.filename' },
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
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' }
    }
  }
})
