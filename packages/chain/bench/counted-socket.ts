/** What went over all sockets of this process. Import it before anything that opens one. */
export const traffic = { requests: 0, bytesOut: 0, bytesIn: 0 }

class CountedWebSocket extends WebSocket {
  constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
    super(...parameters)
    this.addEventListener('message', ({ data }) => {
      traffic.bytesIn += String(data).length
    })
  }

  override send(data: Parameters<WebSocket['send']>[0]): void {
    traffic.requests += 1
    traffic.bytesOut += String(data).length
    super.send(data)
  }
}

globalThis.WebSocket = CountedWebSocket
