import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** The benchmarks as plain JavaScript: a loader of TypeScript would be measured along with the engine. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out/bench',
    minify: false,
    rolldownOptions: {
      input: {
        warm: 'scripts/bench/warm.ts',
        cold: 'scripts/bench/cold.ts',
        'local-models': 'scripts/bench/local-models.ts'
      },
      external: builtinModules.flatMap((name) => [name, `node:${name}`]),
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' }
    }
  }
})
