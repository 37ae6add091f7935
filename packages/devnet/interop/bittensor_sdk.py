"""What the Bittensor SDK does with the devnet, as its users would do it: `python bittensor_sdk.py URL FOLDER`."""

import sys

url, folder = sys.argv[1:3]
sys.argv = sys.argv[:1]  # The SDK reads arguments of its own.

import bittensor as bt  # noqa: E402
import bittensor_wallet  # noqa: E402

NETUID = 2
TAO = 1_000_000_000
passed = failed = 0


def check(name, body):
    global passed, failed
    try:
        body()
        passed += 1
        print(f"ok    {name}", flush=True)
    except Exception as error:  # Whatever the SDK throws is what its users would see.
        failed += 1
        print(f"FAIL  {name}: {type(error).__name__}: {error}", flush=True)


def expect(truth, what):
    if not truth:
        raise AssertionError(what)


def refused(response, reason):
    expect(not response.success, f"went through: {response}")
    expect(reason in str(response), f"no {reason} in {response}")


def done(response):
    expect(response.success, str(response))


pair = bittensor_wallet.Keypair.create_from_uri("//Alice")
alice = pair.ss58_address
wallet = bt.Wallet(name="alice", path=folder)
wallet.set_coldkey(pair, encrypt=False, overwrite=True)
wallet.set_coldkeypub(pair, encrypt=False, overwrite=True)
wallet.set_hotkey(pair, encrypt=False, overwrite=True)

chain = bt.Subtensor(network=url)
hotkey = chain.metagraph(NETUID).hotkeys[0]


def stake():
    return chain.get_stake(coldkey_ss58=alice, hotkey_ss58=hotkey, netuid=NETUID).rao


def free():
    return chain.get_balance(alice).rao


def goes_on():
    first = chain.block
    chain.wait_for_block(first + 1)
    expect(chain.block > first, "no block came")


def lists_subnets():
    subnets = chain.all_subnets()
    expect(len(subnets) >= 8, f"only {len(subnets)}")
    expect({0, 1, 2, 277} <= {subnet.netuid for subnet in subnets}, "a netuid is missing")
    subnet = chain.subnet(NETUID)
    expect(subnet.netuid == NETUID and subnet.tao_in.rao > 0 and subnet.alpha_in.rao > 0, str(subnet))


def reads_prices():
    price = chain.get_subnet_price(NETUID)
    expect(price.rao > 0, str(price))
    prices = chain.get_subnet_prices()
    expect(prices[0].rao == TAO, f"root costs {prices[0]}")


def reads_metagraph():
    graph = chain.metagraph(NETUID)
    expect(int(graph.n) > 0 and len(graph.hotkeys) == int(graph.n), str(graph))


def reads_delegates():
    delegates = chain.get_delegates()
    expect(hotkey in [delegate.hotkey_ss58 for delegate in delegates], "the hotkey is no delegate")


def reads_stakes():
    infos = chain.get_stake_info_for_coldkey(coldkey_ss58=alice)
    expect(all(info.coldkey_ss58 == alice for info in infos), str(infos))


def adds_stake():
    before, balance = stake(), free()
    done(chain.add_stake(wallet=wallet, netuid=NETUID, hotkey_ss58=hotkey, amount=bt.Balance.from_tao(5), safe_staking=False, mev_protection=False))
    expect(stake() > before, f"{before} before, {stake()} after")
    expect(balance - free() >= 5 * TAO, f"{balance} before, {free()} after")


def adds_stake_with_limit():
    before = stake()
    done(chain.add_stake(wallet=wallet, netuid=NETUID, hotkey_ss58=hotkey, amount=bt.Balance.from_tao(1), safe_staking=True, rate_tolerance=0.05, mev_protection=False))
    expect(stake() > before, f"{before} before, {stake()} after")


def is_protected_by_the_limit():
    before = stake()
    response = chain.add_stake(wallet=wallet, netuid=NETUID, hotkey_ss58=hotkey, amount=bt.Balance.from_tao(900), safe_staking=True, rate_tolerance=0.0001, mev_protection=False)
    refused(response, "SlippageTooHigh")
    expect(stake() <= before * 1.01, f"{before} before, {stake()} after")


def removes_stake():
    before, balance = stake(), free()
    done(chain.unstake(wallet=wallet, netuid=NETUID, hotkey_ss58=hotkey, amount=bt.Balance.from_tao(2).set_unit(NETUID), safe_unstaking=False, mev_protection=False))
    expect(stake() < before, f"{before} before, {stake()} after")
    expect(free() > balance, f"{balance} before, {free()} after")


def removes_stake_with_limit():
    before = stake()
    done(chain.unstake(wallet=wallet, netuid=NETUID, hotkey_ss58=hotkey, amount=bt.Balance.from_tao(1).set_unit(NETUID), safe_unstaking=True, rate_tolerance=0.05, mev_protection=False))
    expect(stake() < before, f"{before} before, {stake()} after")


def hears_of_errors():
    refused(
        chain.add_stake(wallet=wallet, netuid=NETUID, hotkey_ss58=hotkey, amount=bt.Balance.from_rao(1000), safe_staking=False, mev_protection=False),
        "AmountTooLow",
    )


def transfers():
    bob = bittensor_wallet.Keypair.create_from_uri("//Bob").ss58_address
    before = chain.get_balance(bob).rao
    done(chain.transfer(wallet=wallet, destination_ss58=bob, amount=bt.Balance.from_tao(3), mev_protection=False))
    expect(chain.get_balance(bob).rao == before + 3 * TAO, str(chain.get_balance(bob)))


check("goes on", goes_on)
check("lists subnets", lists_subnets)
check("reads prices", reads_prices)
check("reads a metagraph", reads_metagraph)
check("reads delegates", reads_delegates)
check("reads a balance", lambda: expect(free() > 1000 * TAO, str(free())))
check("reads stakes", reads_stakes)
check("stakes", adds_stake)
check("stakes with a limit", adds_stake_with_limit)
check("is protected by the limit", is_protected_by_the_limit)
check("unstakes", removes_stake)
check("unstakes with a limit", removes_stake_with_limit)
check("hears of errors", hears_of_errors)
check("transfers", transfers)
chain.close()

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
