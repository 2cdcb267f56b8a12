# A token goes round a ring of tasks that hand it on through futures.
import asyncio
import sys

TASKS = 500
ROUNDS = 400


async def member(loop, ring, place, log):
    for _ in range(ROUNDS):
        await ring[place]
        ring[place] = loop.create_future()
        log[0] += place
        ring[(place + 1) % TASKS].set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    ring = [loop.create_future() for _ in range(TASKS)]
    log = [0]
    tasks = [asyncio.create_task(member(loop, ring, place, log)) for place in range(TASKS)]
    await asyncio.sleep(0)
    ring[0].set_result(None)
    await asyncio.gather(*tasks)
    print("ring", log[0])


asyncio.run(main())
print("ops", TASKS * ROUNDS, file=sys.stderr)
