# asyncio: a queue, a lock and an event.
import asyncio


async def produce(queue, done):
    for n in range(1500):
        await queue.put(n)
    await queue.join()
    done.set()


async def consume(queue, lock, out):
    while True:
        n = await queue.get()
        async with lock:
            out[0] += n
        queue.task_done()


async def main():
    queue, lock, done, out = asyncio.Queue(8), asyncio.Lock(), asyncio.Event(), [0]
    consumers = [asyncio.create_task(consume(queue, lock, out)) for _ in range(3)]
    asyncio.create_task(produce(queue, done))
    await done.wait()
    for task in consumers:
        task.cancel()
    await asyncio.gather(*consumers, return_exceptions=True)
    print(out[0])


asyncio.run(main())
