import asyncio


async def main():
    print("done")


if __name__ == "__main__":
    asyncio.run(main())
