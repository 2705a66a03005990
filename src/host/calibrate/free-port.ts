import { createServer } from 'node:net'

/** A port of 127.0.0.1 that nobody listens on at the moment; null where none is to be had. */
export const freePort = (): Promise<number | null> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null))
    })
  })
