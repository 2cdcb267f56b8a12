# A few tasks that do nothing but give way: one switch each time.
import asyncio
import sys

TURNS = 60000


async def worker(n, out):
    for turn in range(TURNS):
        out[n] ^= turn
        await asyncio.sleep(0)


async def main():
    out = [0] * 8
    await asyncio.gather(*(worker(n, out) for n in range(8)))
    print("yielding", out)


asyncio.run(main())
print("ops", TURNS * 8, file=sys.stderr)
