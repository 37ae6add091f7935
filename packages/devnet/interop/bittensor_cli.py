"""What the Bittensor CLI does with the devnet: `python bittensor_cli.py BTCLI URL FOLDER`."""

import json
import os
import subprocess
import sys

btcli, url, folder = sys.argv[1:4]

import bittensor_wallet  # noqa: E402
from checks import Checks, expect  # noqa: E402

NETUID = 2
OTHER = 1
PATIENCE = 120


def key(uri):
    return bittensor_wallet.Keypair.create_from_uri(uri)


def write_wallet(name, coldkey, hotkey):
    wallet = bittensor_wallet.Wallet(name=name, path=folder)
    wallet.set_coldkey(coldkey, encrypt=False, overwrite=True)
    wallet.set_coldkeypub(coldkey, encrypt=False, overwrite=True)
    wallet.set_hotkey(hotkey, encrypt=False, overwrite=True)


write_wallet("alice", key("//Alice"), key("//Alice//hot"))
alice, bob = key("//Alice").ss58_address, key("//Bob").ss58_address
own_hotkey = key("//Alice//hot").ss58_address

check = Checks("btcli")
WALLET = ["--wallet-path", folder, "--wallet-name", "alice", "--hotkey", "default"]
SIGNING = [*WALLET, "--no-prompt"]
PLAIN = ["--no-mev-protection"]
# It asks for those that are not given.
TEXTS = [
    *("--subnet-name", "Made", "--github-repo", "https://github.com/made/made", "--subnet-contact", "made@made.test"),
    *("--subnet-url", "https://made.test", "--discord-handle", "made", "--description", "Made by hand"),
    *("--logo-url", "https://made.test/logo.png", "--additional-info", "none"),
]


def btcli_run(*words):
    environment = {**os.environ, "HOME": folder, "NO_COLOR": "1", "COLUMNS": "200"}
    command = [btcli, *map(str, words), "--network", url]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)


def run(*words):
    ended = btcli_run(*words, "--json-output")
    # What it logs stands before the JSON.
    start = min((at for at in (ended.stdout.find("{"), ended.stdout.find("[")) if at >= 0), default=-1)
    expect(start >= 0, f"no JSON in {ended.stdout[-300:]} {ended.stderr[-600:]}")
    try:
        return json.JSONDecoder().raw_decode(ended.stdout[start:])[0]
    except json.JSONDecodeError:
        raise AssertionError(f"no JSON in {ended.stdout[-600:]}") from None


def done(answer):
    """Each command has a form of its own to say that it succeeded."""
    verdicts = [*told(answer)]
    expect(verdicts and all(verdicts), json.dumps(answer)[:800])
    return answer


def told(answer, is_verdict=False):
    if isinstance(answer, dict):
        for name, value in answer.items():
            yield from told(value, is_verdict or name in ("success", "staking_success"))
    elif isinstance(answer, list):
        for value in answer:
            yield from told(value, is_verdict)
    elif is_verdict and isinstance(answer, bool):
        yield answer


def balance():
    listed = run("wallet", "balance", *WALLET)["balances"]
    return next(iter(listed.values()))


def stakes(*whose):
    """Alpha by hotkey and netuid."""
    listed = run("stake", "list", *(whose or SIGNING), "--no-prompt")["stake_info"]
    return {(hotkey, item["netuid"]): item["stake_value"] for hotkey, items in listed.items() for item in items}


subnets = run("subnets", "list")
validators = run("subnets", "show", "--netuid", NETUID, "--no-prompt")["uids"]
hotkey, second_hotkey = (neuron["hotkey"] for neuron in validators[:2])


def stake(at=None, netuid=NETUID):
    return stakes().get((at or hotkey, netuid), 0)


def changes(number, more, body):
    before = number()
    body()
    after = number()
    expect(after > before if more else after < before, f"{before} before, {after} after")


def grows(number, body):
    changes(number, True, body)


def shrinks(number, body):
    changes(number, False, body)


def add(amount, *how, mev="--no-mev-protection"):
    return run("stake", "add", *SIGNING, mev, "--include-hotkeys", hotkey, "--netuid", NETUID, "--amount", amount, *how)


def remove(amount, *how):
    return run("stake", "remove", *SIGNING, *PLAIN, "--include-hotkeys", hotkey, "--netuid", NETUID, "--amount", amount, *how)


def reads_a_balance():
    found = balance()
    expect(found["coldkey"] == alice and found["free"] > 1000, str(found))


def lists_subnets():
    expect({"0", "1", "2", "5"} <= set(map(str, subnets["subnets"])), str(list(subnets["subnets"])))


def reads_a_price():
    price = run("subnets", "price", "--netuids", NETUID, "--current")
    expect("current_price" in json.dumps(price) or str(NETUID) in json.dumps(price), str(price)[:300])


def registers():
    done(run("subnets", "register", *SIGNING, "--netuid", NETUID))


def makes_a_subnet():
    made = done(run("subnets", "create", *SIGNING, *PLAIN, *TEXTS))
    expect(made.get("netuid"), str(made))
    # This one has no JSON.
    started = btcli_run("subnets", "start", *SIGNING, "--netuid", made["netuid"]).stdout
    expect("Successfully started" in started, started[-300:])
    burns(made["netuid"])


def is_protected():
    answer = add(5000, "--safe", "--tolerance", "0.0001", "--no-allow-partial-stake")
    expect(not any(told(answer)), str(answer)[:300])


def moves():
    words = ["--origin-netuid", NETUID, "--dest-netuid", NETUID, "--from", hotkey, "--to", second_hotkey, "--amount", 2]
    grows(lambda: stake(second_hotkey), lambda: done(run("stake", "move", *without_hotkey(SIGNING), *PLAIN, *words)))


def swaps():
    words = ["--origin-netuid", NETUID, "--dest-netuid", OTHER, "--amount", 1, "--unsafe"]
    grows(
        lambda: stake(own_hotkey, OTHER),
        lambda: done(run("stake", "swap", *SIGNING, *PLAIN, *words)),
    )


def transfers_stake():
    words = ["--origin-netuid", NETUID, "--dest-netuid", NETUID, "--dest", bob, "--amount", 1]
    done(run("stake", "transfer", *SIGNING, *PLAIN, *words))
    expect(abs(stakes("--ss58", bob)[own_hotkey, NETUID] - 1) < 0.01, str(stakes("--ss58", bob)))


def adds_to_own():
    words = ["--include-hotkeys", own_hotkey, "--netuid", NETUID, "--amount", 10, "--unsafe"]
    grows(lambda: stake(own_hotkey), lambda: done(run("stake", "add", *SIGNING, *PLAIN, *words)))


def removes_all():
    words = ["--hotkey-ss58-address", second_hotkey, "--unstake-all"]
    shrinks(lambda: stake(second_hotkey), lambda: done(run("stake", "remove", *without_hotkey(SIGNING), *PLAIN, *words)))


def sets_a_take():
    done(run("sudo", "set-take", *WALLET, "--take", "0.05"))
    take = run("sudo", "get-take", *WALLET)
    expect("0.05" in json.dumps(take) or "0.049" in json.dumps(take), str(take))


def burns(netuid):
    done(run("sudo", "stake-burn", *SIGNING, *PLAIN, "--netuid", netuid, "--amount", 1, "--unsafe"))


def transfers():
    before = balance()["free"]
    done(run("wallet", "transfer", *SIGNING, "--dest", bob, "--amount", 3))
    expect(before - balance()["free"] >= 3, f"{before} before, {balance()} after")


def without_hotkey(words):
    at = words.index("--hotkey")
    return [*words[:at], *words[at + 2 :]]


check("wallet balance", reads_a_balance)
check("subnets list", lists_subnets)
check("subnets price --current", reads_a_price)
check("stake list", lambda: expect({0, 1, 3} <= {netuid for _, netuid in stakes()}, str(stakes())))
check("subnets register", registers)
check("stake add --unsafe", lambda: grows(stake, lambda: done(add(20, "--unsafe"))))
check("stake add --safe", lambda: grows(stake, lambda: done(add(1, "--safe", "--tolerance", "0.05"))))
check("stake add --safe, refused", is_protected)
check("stake add to an own hotkey", adds_to_own)
check("stake add --mev-protection", lambda: grows(stake, lambda: done(add(1, "--unsafe", mev="--mev-protection"))))
check("stake remove --unsafe", lambda: shrinks(stake, lambda: done(remove(2, "--unsafe"))))
check("stake remove --safe", lambda: shrinks(stake, lambda: done(remove(1, "--safe", "--tolerance", "0.05"))))
check("stake move", moves)
check("stake swap", swaps)
check("stake transfer", transfers_stake)
check("stake remove --unstake-all", removes_all)
check("sudo set-take", sets_a_take)
check("wallet transfer", transfers)
check("subnets create, start, sudo stake-burn", makes_a_subnet)

print(f"{check.passed} passed, {check.failed} failed")
sys.exit(check.failed > 0)
