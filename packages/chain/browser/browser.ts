// `pnpm browser`: the journey of journey.ts in an installed Chromium, against a devnet in this process. Prints what
// the page did; says SKIPPED where there is no browser.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startDevnet } from '@stake/devnet'
import { bundle } from './bundle.ts'
import { findChromium, openPage } from './chromium.ts'
import type { Journey } from './journey.ts'

/** What the page reports. */
type Report = { readonly journey: Journey; readonly agent: string } | { readonly error: string }

const PATIENCE = 60_000

const program = findChromium(process.env)
if (program === undefined) {
  process.stdout.write(
    'SKIPPED: no Chromium is installed. Install one or name it with CHROME_PATH; nothing is downloaded.\n',
  )
} else {
  const devnet = await startDevnet({ blockTime: 'instant', finalityDepth: 0, emission: false })
  const report = await inPage(program, devnet.url)
  await devnet.close()
  if ('error' in report) {
    process.stdout.write(`FAILED in ${program}: ${report.error}\n`)
    process.exitCode = 1
  } else {
    const { journey, agent } = report
    process.stdout.write(`${agent}\n${JSON.stringify(journey, null, 2)}\n`)
    const ok = journey.outcome === 'included' && journey.events.includes('SubtensorModule.StakeAdded')
    process.stdout.write(ok ? 'passed: connected, read, signed and staked in a browser\n' : 'FAILED\n')
    process.exitCode = ok ? 0 : 1
  }
}

/** Serves a page that loads the bundle and posts back what it did. */
async function inPage(chromium: string, devnet: string): Promise<Report> {
  const script = await bundle()
  let report: (report: Report) => void = () => undefined
  const reported = new Promise<Report>((resolve) => {
    report = resolve
  })
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      report(JSON.parse(await textOf(request)) as Report)
      response.end()
    } else if (request.url === '/bundle.js') {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script)
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(devnet))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = openPage(chromium, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const patience = setTimeout(() => report({ error: `no word within ${PATIENCE / 1_000} s` }), PATIENCE)
  void browser.ended.then((printed) => report({ error: `the browser ended: ${printed}` }))
  const result = await reported
  clearTimeout(patience)
  await browser.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return result
}

function page(devnet: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<title>stake</title>
<script>
  const report = (result) => fetch('/', { method: 'POST', body: JSON.stringify(result) })
  addEventListener('error', ({ message }) => report({ error: message }))
  addEventListener('unhandledrejection', ({ reason }) => report({ error: String(reason?.stack ?? reason) }))
</script>
<script src="/bundle.js"></script>
<script>
  stakeChain.journey(${JSON.stringify(devnet)}).then(
    (journey) => report({ journey, agent: navigator.userAgent }),
    (error) => report({ error: String(error?.stack ?? error) }),
  )
</script>
`
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}
