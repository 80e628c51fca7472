from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

password_hash = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
USERS = {name: password_hash.hash(word) for name, word in [("ada", "analytical-engine"), ("grace", "compiler-1952")]}


def add(username: str, password: str) -> None:
    USERS[username] = password_hash.hash(password)


def knows(username: str, password: str) -> bool:
    try:
        good, fresher = password_hash.verify_and_update(password, USERS[username])
    except KeyError:
        return False
    if fresher:
        USERS[username] = fresher
    return good
