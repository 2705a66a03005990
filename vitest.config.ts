import { defineConfig } from 'vitest/config'
import { leanCatalogue } from './scripts/lean-catalogue.ts'

export default defineConfig({
  test: {
    // One worker for each core: the default leaves one of two idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'core',
          environment: 'node',
          // Pure functions: what a file leaves behind does not matter to the next, and the catalogue is loaded once.
          isolate: false,
          include: ['test/{core,catalog,contract}/**/*.test.ts', 'test/*.test.ts'],
          exclude: ['test/core/report/**']
        }
      },
      // Reports are made with versions of the tests' own, which is a module put in place of another.
      { test: { name: 'report', environment: 'node', include: ['test/core/report/**/*.test.ts'] } },
      {
        test: {
          name: 'host',
          environment: 'node',
          include: ['test/{host,server,cli,main}/**/*.test.ts'],
          testTimeout: 30_000
        }
      },
      {
        // With the catalogue in the parts in which the page gets it.
        plugins: [leanCatalogue()],
        test: { name: 'page', environment: 'jsdom', include: ['test/renderer/**/*.test.{ts,tsx}'] }
      },
      {
        test: {
          name: 'end-to-end',
          environment: 'node',
          include: ['test/end-to-end/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000
        }
      }
    ]
  }
})
