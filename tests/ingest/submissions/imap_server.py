"""A real IMAP server on loopback (Twisted's) whose folder is a folder of files, in a process of its own.

``<folder>/<uid>.eml`` is a message; its modification time is when the server took it. ``<folder>/validity`` holds
the UIDVALIDITY. What clients change in the flags is written to ``<folder>/changed``, so that a test can see it.
"""
# ruff: noqa: N802  Twisted names the methods of its interfaces so

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "nhan-bao-cao", "mật khẩu dài"


@contextmanager
def imap_server(folder: Path) -> Iterator[str]:
    """Serve the folder; yields the URL of its INBOX."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__)), str(folder)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        yield f"imap://{USER}:{PASSWORD}@127.0.0.1:{port}/INBOX".replace(" ", "%20")
    finally:
        process.kill()
        process.wait()


def serve(folder: Path) -> None:
    import email
    from datetime import UTC, datetime
    from email.message import Message
    from io import BytesIO
    from typing import Any

    from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
    from twisted.cred.portal import Portal
    from twisted.internet import protocol, reactor
    from twisted.mail import imap4
    from zope.interface import implementer

    @implementer(imap4.IMessage, imap4.IMessageFile)
    class StoredMessage:
        def __init__(self, path: Path) -> None:
            self.path = path
            self.content = path.read_bytes()
            self.taken_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            self.parsed: Message = email.message_from_bytes(self.content)

        def getUID(self) -> int:
            return int(self.path.stem)

        def getFlags(self) -> list[str]:
            return ["\\Seen"]

        def getInternalDate(self) -> str:
            return self.taken_at.strftime("%d-%b-%Y %H:%M:%S +0000")

        def getHeaders(self, negate: bool, *names: Any) -> dict[str, str]:
            return {name.lower(): str(value) for name, value in self.parsed.items()}

        def getBodyFile(self) -> BytesIO:
            return BytesIO(self.content.partition(b"\r\n\r\n")[2])

        def getSize(self) -> int:
            return len(self.content)

        def isMultipart(self) -> bool:
            return False

        def getSubPart(self, part: int) -> Any:
            raise IndexError(part)

        def open(self) -> BytesIO:
            return BytesIO(self.content)

    @implementer(imap4.IMailbox, imap4.ICloseableMailbox, imap4.ISearchableMailbox)
    class FolderMailbox:
        def __init__(self) -> None:
            paths = sorted(folder.glob("*.eml"), key=lambda path: int(path.stem))
            self.messages = [StoredMessage(path) for path in paths]

        def getUIDValidity(self) -> int:
            return int((folder / "validity").read_text())

        def getUIDNext(self) -> int:
            return max((message.getUID() for message in self.messages), default=0) + 1

        def getUID(self, number: int) -> int:
            return self.messages[number - 1].getUID()

        def getMessageCount(self) -> int:
            return len(self.messages)

        def getRecentCount(self) -> int:
            return 0

        def getUnseenCount(self) -> int:
            return 0

        def getFlags(self) -> list[str]:
            return ["\\Seen"]

        def getHierarchicalDelimiter(self) -> str:
            return "/"

        def isWriteable(self) -> bool:
            return True

        def requestStatus(self, names: Any) -> Any:
            return imap4.statusRequestHelper(self, names)

        def addListener(self, listener: Any) -> None:
            return None

        def removeListener(self, listener: Any) -> None:
            return None

        def fetch(self, messages: Any, uid: bool) -> list[tuple[int, StoredMessage]]:
            messages.last = self.getUIDNext() - 1 if uid else len(self.messages)
            numbered = list(enumerate(self.messages, start=1))
            return [(number, one) for number, one in numbered if (one.getUID() if uid else number) in messages]

        def search(self, query: Any, uid: bool) -> list[int]:
            words = [word.decode() if isinstance(word, bytes) else word for word in query]
            since = datetime.strptime(words[1], "%d-%b-%Y").replace(tzinfo=UTC) if words[0] == "SINCE" else None
            numbered = enumerate(self.messages, start=1)
            return [number for number, one in numbered if since is None or one.taken_at >= since]

        def store(self, messages: Any, flags: Any, mode: int, uid: bool) -> dict[int, list[str]]:
            (folder / "changed").write_text(f"{flags} {mode}")
            return {}

        def expunge(self) -> list[int]:
            (folder / "changed").write_text("expunge")
            return []

        def close(self) -> None:
            return None

    class Account(imap4.MemoryAccount):  # type: ignore[misc]
        def select(self, name: str, rw: bool = True) -> FolderMailbox | None:
            return FolderMailbox() if name.upper() == "INBOX" else None

    class Realm:
        def requestAvatar(self, avatar: bytes, mind: object, *interfaces: object) -> tuple[object, object, object]:
            return imap4.IAccount, Account(avatar), lambda: None

    class Factory(protocol.Factory):  # type: ignore[misc]
        def buildProtocol(self, address: object) -> Any:
            server = imap4.IMAP4Server()
            checker = InMemoryUsernamePasswordDatabaseDontUse()
            checker.addUser(USER.encode(), PASSWORD.encode())
            server.challengers[b"PLAIN"] = imap4.PLAINCredentials
            server.portal = Portal(Realm(), [checker])
            server.factory = self
            return server

    port = reactor.listenTCP(0, Factory(), interface="127.0.0.1")
    print(port.getHost().port, flush=True)
    reactor.run()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
