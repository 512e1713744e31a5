"""How submissions arrive: a folder, a bucket, a mailbox. Bytes are taken; nothing is moved or deleted there."""
