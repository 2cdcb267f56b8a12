# Classes that inherit, properties and methods that call each other.
class Account:
    opened = 0

    def __init__(self, owner, balance):
        self.owner = owner
        self._balance = balance
        Account.opened += 1

    @property
    def balance(self):
        return self._balance

    def deposit(self, amount):
        self._balance += self.fee(amount)
        return self

    def fee(self, amount):
        return amount


class Savings(Account):
    rate = 3

    def fee(self, amount):
        return super().fee(amount) - 1

    def interest(self):
        return self.balance * self.rate // 100


accounts = [Savings(f"s{n}", n) if n % 2 else Account(f"a{n}", n) for n in range(1000)]
for turn in range(400):
    for account in accounts:
        account.deposit(turn)
print(Account.opened, sum(a.balance for a in accounts), sum(a.interest() for a in accounts if isinstance(a, Savings)))
