"""Connects to every tcp/ADDRESS/PORT and udp/ADDRESS/PORT of the arguments, all at once.

Prints a line for each, in their order: `open` (there was an answer), `refused` (there was a refusal) or `silent`.
"""

import asyncio
import sys

SECONDS = 4
# A datagram of each service's protocol that it cannot but answer.
QUESTIONS = {
    53: b"\x12\x34\x01\x00\x00\x01" + bytes(6) + b"\x02db\x05bingo\x05local\x00\x00\x01\x00\x01",
    123: b"\x23" + bytes(47),
    # QUIC of a version that nobody speaks: the answer is the list of versions.
    443: (b"\xc0\x1a\x2a\x3a\x4a\x08serverid\x08clientid").ljust(1200, b"\0"),
}


class Answer(asyncio.DatagramProtocol):
    def __init__(self):
        self.found = asyncio.get_running_loop().create_future()

    def datagram_received(self, data, address):
        self.settle("open")

    def error_received(self, error):
        self.settle("refused")

    def settle(self, found):
        if not self.found.done():
            self.found.set_result(found)


async def tcp(address, port):
    _, writer = await asyncio.open_connection(address, port)
    writer.close()
    return "open"


async def udp(address, port):
    loop = asyncio.get_running_loop()
    transport, answer = await loop.create_datagram_endpoint(Answer, remote_addr=(address, port))
    try:
        while True:
            transport.sendto(QUESTIONS.get(port, b"?"))
            if (await asyncio.wait([answer.found], timeout=1))[0]:
                return answer.found.result()
    finally:
        transport.close()


async def probe(target):
    protocol, address, port = target.split("/")
    try:
        return await asyncio.wait_for({"tcp": tcp, "udp": udp}[protocol](address, int(port)), SECONDS)
    # First: since Python 3.11 it is an OSError too.
    except TimeoutError:
        return "silent"
    except OSError:
        return "refused"


async def main():
    print(*await asyncio.gather(*map(probe, sys.argv[1:])), sep="\n")


asyncio.run(main())
