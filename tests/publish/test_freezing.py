from pathlib import Path
import pytest, time, datetime
from publish.freeze import freeze
from publish.render import render


@pytest.mark.integration
def test_try(marts):
    marts.warn("Số THT của Quận 5 tăng 41 % so với năm trước.")
    now = datetime.datetime(2024, 5, 21, 2, 0, tzinfo=datetime.UTC)
    t = time.time()
    p = freeze(marts.settings, "79", "2024-H1", now)
    t1 = time.time()
    r = render(marts.settings, p.publication_id)
    t2 = time.time()
    print("freeze", t1 - t, "render", t2 - t1)
    Path("/tmp/out.pdf").write_bytes(r.pdf.path.read_bytes())
    q = freeze(marts.settings, "79", "2024-H1", now)
    assert q.publication_id == p.publication_id and not q.is_new
