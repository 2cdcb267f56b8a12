# Properties, class attributes, inheritance and super.
class Base:
    kind = "base"

    @property
    def name(self):
        return self.kind

    def weight(self):
        return 1


class Derived(Base):
    kind = "derived"

    def weight(self):
        return super().weight() + len(self.name)


things = [Base(), Derived()]
print(sum(things[n & 1].weight() for n in range(15000)))
