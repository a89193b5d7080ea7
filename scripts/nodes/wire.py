"""A relay on loopback that counts what passes, and cuts every connection when it is told to or after so many bytes."""

import selectors
import socket
import threading


class Wire(threading.Thread):
    """Passes connections on to a port. `up` are bytes from the caller, `down` those from whoever is called."""

    def __init__(self, target):
        super().__init__(daemon=True)
        self.target, self.up, self.down, self.cut_after, self.is_down, self.cuts = target, 0, 0, None, False, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port, self.pairs = self.listener.getsockname()[1], set()
        self.start()

    def run(self):
        while True:
            caller, _ = self.listener.accept()
            if self.is_down:
                caller.close()
                continue
            threading.Thread(target=self.passing, args=(caller,), daemon=True).start()

    def passing(self, caller):
        try:
            called = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            return caller.close()
        pair = (caller, called)
        self.pairs.add(pair)
        with selectors.DefaultSelector() as ready:
            for end in pair:
                ready.register(end, selectors.EVENT_READ)
            try:
                while all(self.passed(key.fileobj, pair) for key, _ in ready.select()):
                    pass
            except (OSError, ValueError):
                pass
        self.pairs.discard(pair)
        for end in pair:
            end.close()

    def passed(self, end, pair):
        piece = end.recv(1 << 18)
        if not piece:
            return False
        if end is pair[0]:
            self.up += len(piece)
        else:
            self.down += len(piece)
        pair[1 if end is pair[0] else 0].sendall(piece)
        if self.cut_after is not None and self.up + self.down >= self.cut_after:
            self.cut_after = None
            self.cut()
            return False
        return True

    def cut(self):
        """Ends every connection with a reset, as a cable that is pulled and a peer that forgot both look in the end."""
        self.cuts += 1
        for pair in list(self.pairs):
            for end in pair:
                try:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
