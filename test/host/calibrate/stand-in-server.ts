/** A program with the manners of llama-server; its first argument says how it behaves. Written to a file and spawned. */
export const standInServer = `
const { createServer } = require('node:http')
const { writeFileSync } = require('node:fs')
const [manner, pidFile, ...args] = process.argv.slice(2)
if (manner === 'deaf') process.on('SIGTERM', () => undefined)
writeFileSync(pidFile, JSON.stringify({ pid: process.pid, args }))
const port = Number(args[args.indexOf('--port') + 1])
const host = args[args.indexOf('--host') + 1]
if (manner === 'port-taken') {
  process.stderr.write("main: couldn't bind HTTP server socket, hostname: 127.0.0.1, port: " + port + '\\n')
  process.exit(1)
}
let asked = 0
let runs = 0
const answer = (response, status, body) => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
const loading = { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } }
createServer((request, response) => {
  let text = ''
  request.on('data', (chunk) => (text += chunk))
  request.on('end', () => {
    if (request.url === '/health') {
      asked++
      if (manner === 'crash' && asked === 2) {
        process.stderr.write('ggml_backend_cuda: out of memory\\nllama_model_load: failed to load model\\n')
        process.exit(134)
      }
      if (manner === 'health-page') return answer(response, 200, '<html>hello</html>')
      return manner === 'loads-forever' || manner === 'deaf' || asked < 3
        ? answer(response, 503, loading)
        : answer(response, 200, { status: 'ok' })
    }
    const ask = JSON.parse(text)
    runs++
    writeFileSync(pidFile + '.asked', '')
    if (request.method !== 'POST' || request.url !== '/completion' || ask.cache_prompt !== false || !ask.ignore_eos)
      return answer(response, 400, { error: { code: 400, message: 'a wrong request', type: 'invalid_request_error' } })
    if (manner === 'page') return answer(response, 200, '<html>hello</html>')
    if (manner === 'refuses')
      return answer(response, 400, { error: { code: 400, message: 'the prompt is too long', type: 'x' } })
    if (manner === 'cut') return request.socket.destroy()
    if (manner === 'dies') {
      process.stderr.write('CUDA error: an illegal memory access\\n')
      process.exit(1)
    }
    if (manner === 'no-timings') return answer(response, 200, { content: 'one two' })
    if (manner === 'flood') return answer(response, 200, { content: 'x'.repeat(6e6) })
    const timings = {
      cache_n: 0,
      prompt_n: 541,
      prompt_ms: 500,
      prompt_per_second: [900, 1000, 1100][runs - 1],
      predicted_n: manner === 'short' ? 3 : ask.n_predict,
      predicted_ms: 3000,
      predicted_per_second: manner === 'nan' ? null : [40, 43, 42][runs - 1]
    }
    if (manner !== 'waits') answer(response, 200, { content: 'one two', stop: true, stop_type: 'limit', timings })
  })
}).listen(port, host)
`
