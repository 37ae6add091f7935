"""What the Bittensor SDK does with the devnet, as its users would do it: `python bittensor_sdk.py URL FOLDER sync|async`."""

import asyncio
import sys

url, folder, way = sys.argv[1:4]
sys.argv = sys.argv[:1]  # The SDK reads arguments of its own.

import bittensor as bt  # noqa: E402
import bittensor_wallet  # noqa: E402
from checks import Checks, expect  # noqa: E402

NETUID = 2
OTHER = 1
TAO = 1_000_000_000


class Waiting:
    """The asynchronous client, with each call waited for."""

    def __init__(self, chain):
        self._chain = chain
        self._loop = asyncio.new_event_loop()
        self._run(chain.initialize())

    def _run(self, answer):
        return self._loop.run_until_complete(answer)

    def __getattr__(self, name):
        found = getattr(self._chain, name)
        if asyncio.iscoroutine(found):
            return self._run(found)
        if not callable(found):
            return found
        return lambda *args, **named: self._run(found(*args, **named))

    def together(self, *calls):
        async def all_of_them():
            return await asyncio.gather(*(getattr(self._chain, name)(*args) for name, *args in calls))

        return self._run(all_of_them())


def key(uri):
    return bittensor_wallet.Keypair.create_from_uri(uri)


def wallet_of(name, coldkey, hotkey):
    wallet = bt.Wallet(name=name, path=folder)
    wallet.set_coldkey(coldkey, encrypt=False, overwrite=True)
    wallet.set_coldkeypub(coldkey, encrypt=False, overwrite=True)
    wallet.set_hotkey(hotkey, encrypt=False, overwrite=True)
    return wallet


def tao(amount):
    return bt.Balance.from_tao(amount)


def alpha(amount, netuid=NETUID):
    return bt.Balance.from_tao(amount).set_unit(netuid)


def done(response):
    expect(response.success, str(response))


def refused(response, reason):
    expect(not response.success, f"went through: {response}")
    expect(reason in str(response), f"no {reason} in {response}")


alice, bob = key("//Alice").ss58_address, key("//Bob").ss58_address
wallet = wallet_of("alice", key("//Alice"), key("//Alice//hot"))
bob_wallet = wallet_of("bob", key("//Bob"), key("//Bob//hot"))
own_hotkey = key("//Alice//hot").ss58_address

chain = bt.Subtensor(network=url) if way == "sync" else Waiting(bt.AsyncSubtensor(network=url))
check = Checks(f"bittensor {way}")
hotkey, second_hotkey = chain.metagraph(NETUID).hotkeys[:2]


def stake(coldkey=alice, at=hotkey, netuid=NETUID):
    return chain.get_stake(coldkey_ss58=coldkey, hotkey_ss58=at, netuid=netuid).rao


def free(who=alice):
    return chain.get_balance(who).rao


def block():
    return chain.get_current_block()


def grows(number, body):
    before = number()
    body()
    expect(number() > before, f"{before} before, {number()} after")


def shrinks(number, body):
    grows(lambda: -number(), body)


def goes_on():
    first = block()
    chain.wait_for_block(first + 1)
    expect(block() > first, "no block came")


def lists_subnets():
    subnets = chain.all_subnets()
    expect({0, 1, 2, 5} <= {subnet.netuid for subnet in subnets}, "a netuid is missing")


def reads_a_subnet():
    subnet = chain.subnet(NETUID)
    expect(subnet.netuid == NETUID and subnet.tao_in.rao > 0 and subnet.alpha_in.rao > 0, str(subnet))
    expect(chain.subnet(9999) is None, "there is no such subnet")


def reads_prices():
    expect(chain.get_subnet_price(NETUID).rao > 0, "no price")
    expect(chain.get_subnet_prices()[0].rao == TAO, "root has another price than 1")


def reads_a_metagraph():
    graph = chain.metagraph(NETUID)
    expect(int(graph.n) > 0 and len(graph.hotkeys) == int(graph.n), str(graph))
    info = chain.get_metagraph_info(NETUID)
    expect(info.netuid == NETUID and info.num_uids == int(graph.n), str(info))


def reads_neurons():
    neurons = chain.neurons(NETUID)
    expect(neurons[0].hotkey == hotkey and neurons[0].stake.rao > 0, str(neurons[:1]))
    expect(len(chain.neurons_lite(NETUID)) == len(neurons), "other neurons are lite")


def reads_delegates():
    expect(hotkey in [delegate.hotkey_ss58 for delegate in chain.get_delegates()], "it is no delegate")


def reads_delegated():
    delegated = chain.get_delegated(alice)
    expect(any(info.netuid == OTHER and info.stake.rao > 0 for info in delegated), str(delegated))


def reads_stakes():
    infos = chain.get_stake_info_for_coldkey(coldkey_ss58=alice)
    expect({0, OTHER} <= {info.netuid for info in infos}, str(infos))
    expect(all(info.coldkey_ss58 == alice for info in infos), str(infos))


def simulates():
    result = chain.sim_swap(origin_netuid=0, destination_netuid=NETUID, amount=tao(10))
    expect(result.alpha_amount.rao > 10 * TAO, str(result))
    expect(chain.sim_swap(NETUID, OTHER, alpha(10)).alpha_amount.rao > 0, "nothing for alpha")


def reads_hyperparameters():
    parameters = chain.get_subnet_hyperparameters(NETUID)
    expect(parameters.tempo == 100, str(parameters))


def reads_together():
    balance, subnets, number = chain.together(
        ("get_balance", alice), ("all_subnets",), ("get_current_block",)
    )
    expect(balance.rao > 0 and len(subnets) > 1 and number > 0, str((balance, number)))


def registers():
    done(chain.burned_register(wallet, NETUID))
    expect(chain.is_hotkey_registered(own_hotkey, netuid=NETUID), "it is not registered")


def registers_on_root():
    done(chain.root_register(wallet))
    expect(chain.is_hotkey_registered(own_hotkey, netuid=0), "it is not registered")


def add(amount=5, **how):
    return chain.add_stake(wallet, NETUID, hotkey, tao(amount), **how)


def remove(amount, **how):
    return chain.unstake(wallet, NETUID, hotkey, alpha(amount), **how)


def adds_stake():
    balance = free()
    grows(stake, lambda: done(add(safe_staking=False)))
    expect(balance - free() >= 5 * TAO, f"{balance} before, {free()} after")


def adds_a_part():
    balance = free()
    grows(stake, lambda: done(add(2000, safe_staking=True, allow_partial_stake=True, rate_tolerance=0.02)))
    expect(balance - free() < 1999 * TAO, "all of it was staked")


def is_protected():
    before = stake()
    refused(add(900, safe_staking=True, rate_tolerance=0.0001), "SlippageTooHigh")
    expect(stake() <= before * 1.01, f"{before} before, {stake()} after")


def hears_of_errors():
    refused(chain.add_stake(wallet, NETUID, hotkey, bt.Balance.from_rao(1000)), "AmountTooLow")


def removes_stake():
    grows(free, lambda: shrinks(stake, lambda: done(remove(5, safe_unstaking=False))))


def removes_a_part():
    shrinks(stake, lambda: done(remove(stake() / TAO / 2, safe_unstaking=True, allow_partial_stake=True, rate_tolerance=0.0005)))


def moves():
    grows(
        lambda: stake(at=second_hotkey),
        lambda: done(chain.move_stake(wallet, NETUID, hotkey, NETUID, second_hotkey, alpha(2))),
    )


def swaps(**how):
    grows(
        lambda: stake(netuid=OTHER),
        lambda: done(chain.swap_stake(wallet, hotkey, NETUID, OTHER, alpha(2), **how)),
    )


def transfers_stake():
    grows(
        lambda: stake(bob),
        lambda: done(chain.transfer_stake(wallet, bob, hotkey, NETUID, NETUID, alpha(2))),
    )


def adds_and_burns():
    before = stake()
    shrinks(free, lambda: done(chain.add_stake_burn(wallet, NETUID, hotkey, tao(2))))
    expect(stake() <= before * 1.01, "it was not burned")


def removes_all():
    grows(free, lambda: done(chain.unstake_all(wallet, NETUID, hotkey, rate_tolerance=0.5)))
    expect(stake() == 0, f"{stake()} is left")


def sets_a_take():
    done(chain.set_delegate_take(wallet, own_hotkey, 0.05))
    expect(abs(chain.get_delegate_take(own_hotkey) - 0.05) < 0.001, str(chain.get_delegate_take(own_hotkey)))


def sets_children():
    done(chain.add_stake(wallet, NETUID, own_hotkey, tao(1500)))
    done(chain.set_children(wallet=wallet, netuid=NETUID, hotkey_ss58=own_hotkey, children=[(0.5, hotkey)]))
    pending, _ = chain.get_children_pending(own_hotkey, NETUID)
    expect([child for _, child in pending] == [hotkey], str(pending))


def claims_root():
    done(chain.set_root_claim_type(wallet, "Keep"))
    expect(chain.get_root_claim_type(alice) == "Keep", str(chain.get_root_claim_type(alice)))
    done(chain.claim_root(wallet, [OTHER]))


def sets_auto_stake():
    done(chain.set_auto_stake(wallet, NETUID, hotkey))
    expect(chain.get_auto_stakes(alice).get(NETUID) == hotkey, str(chain.get_auto_stakes(alice)))


def makes_a_subnet():
    cost = chain.get_subnet_burn_cost()
    expect(cost.rao > 0, str(cost))
    before = {subnet.netuid for subnet in chain.all_subnets()}
    done(chain.register_subnet(wallet))
    (netuid,) = {subnet.netuid for subnet in chain.all_subnets()} - before
    refused(chain.add_stake(wallet, netuid, own_hotkey, tao(1)), "SubtokenDisabled")
    done(chain.start_call(wallet, netuid))
    done(chain.add_stake(wallet, netuid, own_hotkey, tao(1)))


def transfers():
    before = free(bob)
    done(chain.transfer(wallet, bob, tao(3)))
    expect(free(bob) == before + 3 * TAO, str(free(bob)))


def acts_for_another():
    done(chain.add_proxy(wallet, bob, "Staking", 0))
    proxies, _ = chain.get_proxies_for_real_account(alice)
    expect([proxy.delegate for proxy in proxies] == [bob], str(proxies))
    call = chain.compose_call("SubtensorModule", "add_stake", {"netuid": NETUID, "hotkey": hotkey, "amount_staked": TAO})
    grows(stake, lambda: done(chain.proxy(bob_wallet, alice, "Staking", call)))
    other = chain.compose_call("Balances", "transfer_keep_alive", {"dest": bob, "value": TAO})
    balance = free()
    chain.proxy(bob_wallet, alice, "Staking", other)
    expect(free() >= balance, "a proxy for staking transferred")
    done(chain.remove_proxy(wallet, bob, "Staking", 0))
    expect(chain.get_proxies_for_real_account(alice)[0] == [], "it is still there")


def is_shielded():
    grows(stake, lambda: done(add(1, mev_protection=True)))


def reads_the_past():
    number = block()
    chain.wait_for_block(number + 1)
    done(chain.transfer(wallet, bob, tao(1)))
    then, now = chain.get_balance(alice, block=number), chain.get_balance(alice)
    expect(then.rao > now.rao, f"{then} then, {now} now")


check("goes on", goes_on)
check("all_subnets", lists_subnets)
check("subnet", reads_a_subnet)
check("prices", reads_prices)
check("metagraph", reads_a_metagraph)
check("neurons", reads_neurons)
check("get_delegates", reads_delegates)
check("get_delegated", reads_delegated)
check("get_balance", lambda: expect(free() > 1000 * TAO, str(free())))
check("get_stake_info_for_coldkey", reads_stakes)
check("sim_swap", simulates)
check("hyperparameters", reads_hyperparameters)
if way == "async":
    check("several reads at once", reads_together)
check("burned_register", registers)
check("root_register", registers_on_root)
check("add_stake", adds_stake)
check("add_stake, safe", lambda: grows(stake, lambda: done(add(1, safe_staking=True, rate_tolerance=0.05))))
check("add_stake, safe and in part", adds_a_part)
check("add_stake, safe and refused", is_protected)
check("add_stake, too little", hears_of_errors)
check("unstake", removes_stake)
check("unstake, safe", lambda: shrinks(stake, lambda: done(remove(1, safe_unstaking=True, rate_tolerance=0.05))))
check("unstake, safe and in part", removes_a_part)
check("move_stake", moves)
check("swap_stake", swaps)
check("swap_stake, safe", lambda: swaps(safe_swapping=True, rate_tolerance=0.05))
check("transfer_stake", transfers_stake)
check("add_stake_burn", adds_and_burns)
check("unstake_all", removes_all)
check("set_delegate_take", sets_a_take)
check("set_children", sets_children)
check("root claim", claims_root)
check("set_auto_stake", sets_auto_stake)
check("register_subnet, start_call", makes_a_subnet)
check("transfer", transfers)
check("proxy", acts_for_another)
check("reads at an earlier block", reads_the_past)
check("add_stake, shielded", is_shielded)
chain.close()

print(f"{check.passed} passed, {check.failed} failed")
sys.exit(check.failed > 0)
