# asyncio: tasks that give way to each other.
import asyncio


async def worker(n, out):
    for _ in range(300):
        out.append(n)
        await asyncio.sleep(0)


async def main():
    out = []
    await asyncio.gather(*(worker(n, out) for n in range(20)))
    print(len(out), out[:25])


asyncio.run(main())
