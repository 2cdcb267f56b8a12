# An echo server and four clients over the loopback device, one kibibyte at a time.
import asyncio
import sys

CLIENTS = 4
REQUESTS = 1500
MESSAGE = b"x" * 1024


async def serve(reader, writer):
    while data := await reader.read(4096):
        writer.write(data)
        await writer.drain()
    writer.close()


async def client(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    total = 0
    for _ in range(REQUESTS):
        writer.write(MESSAGE)
        total += len(await reader.readexactly(len(MESSAGE)))
    writer.close()
    await writer.wait_closed()
    return total


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        print("streams", sum(await asyncio.gather(*(client(port) for _ in range(CLIENTS)))))


asyncio.run(main())
print("ops", CLIENTS * REQUESTS, file=sys.stderr)
