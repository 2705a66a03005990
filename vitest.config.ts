import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // One worker for each core: the default leaves one of two idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'core',
          environment: 'node',
          include: ['test/{core,catalog,contract}/**/*.test.ts', 'test/*.test.ts']
        }
      },
      {
        test: {
          name: 'host',
          environment: 'node',
          include: ['test/{host,server,cli,main}/**/*.test.ts'],
          testTimeout: 30_000
        }
      },
      { test: { name: 'page', environment: 'jsdom', include: ['test/renderer/**/*.test.{ts,tsx}'] } },
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
