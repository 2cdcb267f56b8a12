# Three stages joined by bounded queues, several workers in the middle.
import asyncio
import sys

ITEMS = 40000
WORKERS = 4


async def source(out):
    for n in range(ITEMS):
        await out.put(n)
    for _ in range(WORKERS):
        await out.put(None)


async def worker(inbox, outbox):
    while (n := await inbox.get()) is not None:
        await outbox.put(n * 3 + 1)
    await outbox.put(None)


async def sink(inbox):
    ended = total = 0
    while ended < WORKERS:
        n = await inbox.get()
        if n is None:
            ended += 1
        else:
            total += n
    return total


async def main():
    first, second = asyncio.Queue(16), asyncio.Queue(16)
    workers = [asyncio.create_task(worker(first, second)) for _ in range(WORKERS)]
    feeding = asyncio.create_task(source(first))
    print("stages", await sink(second))
    await asyncio.gather(feeding, *workers)


asyncio.run(main())
print("ops", ITEMS * 2, file=sys.stderr)
