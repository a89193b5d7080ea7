"""Ed25519 signing (RFC 8032, section 5.1.6), for the keys of made-up logs only: it is slow and takes no care of secrets."""
import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return P - x if x & 1 != sign else x


BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def doublings():
    point, points = BASE, []
    for _ in range(256):
        points.append(point)
        point = add(point, point)
    return points


POWERS = doublings()


def multiply(scalar):
    """A multiple of the base point."""
    sum_ = (0, 1, 1, 0)
    for bit in range(256):
        if scalar >> bit & 1:
            sum_ = add(sum_, POWERS[bit])
    return sum_


def encode(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def digest(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER


class PrivateKey:
    """A key pair from a seed of 32 bytes."""

    def __init__(self, seed):
        hashed = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(hashed[:32], "little") & (1 << 254) - 8 | 1 << 254
        self.prefix = hashed[32:]
        self.public = encode(multiply(self.scalar))

    def sign(self, message):
        nonce = digest(self.prefix, message)
        point = encode(multiply(nonce))
        answer = (nonce + digest(point, self.public, message) * self.scalar) % ORDER
        return point + answer.to_bytes(32, "little")
