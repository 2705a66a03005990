import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { leanCatalogue } from './scripts/lean-catalogue.ts'

// A sandboxed preload must be one CommonJS file: Electron loads it without a module loader.
// The renderer is not minified by default in electron-vite.
export default defineConfig({
  main: {
    build: {
      license: { fileName: 'licences.md' },
      // The second is the file of the threads that detection and measuring run in.
      rolldownOptions: { input: { index: 'src/main/index.ts', worker: 'src/host/apart/worker.ts' } }
    }
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } }
    }
  },
  renderer: {
    plugins: [react(), leanCatalogue()],
    build: {
      minify: true,
      modulePreload: { polyfill: false },
      license: { fileName: 'licences.md' },
      // What the first look needs is one file: in pieces, each shared with some later view, it took four rounds of requests.
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } }
    }
  }
})
