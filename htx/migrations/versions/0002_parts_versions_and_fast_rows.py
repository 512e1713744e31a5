"""Registers, support money, narrative and changes between versions; what a reading holds is keyed by reading.

The rows of a reading lose their foreign key and their second index, which together took more time than the rows
themselves: one primary key (reading, own id) serves both, and a trigger looks the readings up once a statement.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEW_TABLES = ("register_cell", "support_value", "narrative_text", "submission_change")
READING_ROWS = {
    "submission_value": ("value_id", "of reading, sheet, cell, indicator, entity, sector, column"),
    "submission_finding": ("finding_id", "of reading, ordinal, rule, sheet, cell"),
    "register_cell": ("register_cell_id", "of reading, sheet, row, field"),
    "support_value": ("support_value_id", "of reading, sheet, cell, policy, source, column"),
    "narrative_text": ("narrative_text_id", "of reading, ordinal"),
}
REQUIRE_READING = """
create function raw.require_reading() returns trigger language plpgsql as $$
declare
    absent uuid;
begin
    select added.reading_id into absent
    from (select distinct reading_id from added_rows) as added
    where not exists (select from raw.submission_reading as reading where reading.reading_id = added.reading_id)
    limit 1;
    if absent is not null then
        raise foreign_key_violation using message = format('%s: no reading %s', tg_table_name, absent);
    end if;
    return null;
end
$$
"""


def upgrade() -> None:
    _extend_receipts_and_readings()
    op.add_column(
        "submission_value",
        sa.Column("is_estimate", sa.Boolean(), comment="its header says that it is still an estimate (ước thực hiện)"),
        schema="raw",
    )
    op.add_column(
        "submission_finding",
        sa.Column("explanation", sa.Text(), comment="what the submitter wrote beside it (giải trình)"),
        schema="raw",
    )
    _create_register_cell()
    _create_support_value()
    _create_narrative_text()
    _create_submission_change()
    _key_rows_by_reading()
    for table in NEW_TABLES:
        op.execute(
            f"create trigger append_only before update or delete or truncate on raw.{table} "
            "for each statement execute function ops.refuse_change()"
        )


def _extend_receipts_and_readings() -> None:
    op.alter_column(
        "receipt", "channel", comment="folder, email, bucket, phone, paper",
        existing_comment="folder, email, bucket", existing_type=sa.Text(), existing_nullable=False, schema="raw",
    )  # fmt: skip
    op.add_column(
        "receipt",
        sa.Column(
            "on_behalf_of", sa.Text(), comment="area or agency whose figures these are, where the channel says so"
        ),
        schema="raw",
    )
    op.add_column(
        "receipt",
        sa.Column("entered_by", sa.Text(), comment="officer who entered figures that came by telephone or paper"),
        schema="raw",
    )
    op.add_column(
        "receipt",
        sa.Column(
            "companion_of_receipt_id",
            sa.Uuid(),
            comment="arrival of the workbook that this signed copy stands beside",
        ),
        schema="raw",
    )
    op.create_foreign_key(
        op.f("fk_receipt_companion_of_receipt_id"), "receipt", "receipt",
        ["companion_of_receipt_id"], ["receipt_id"], source_schema="raw", referent_schema="raw",
    )  # fmt: skip
    op.alter_column(
        "submission_reading", "reading_id", comment="of file, round, reader version and reading compared with",
        existing_comment="of file, round and reader version", existing_type=sa.Uuid(), schema="raw",
    )  # fmt: skip
    for column in (
        sa.Column("agency_code", sa.Text(), comment="the reporter where it is a department and no area"),
        sa.Column("level", sa.Text(), comment="commune, district, province or department"),
        sa.Column("province_code", sa.Text(), comment="communes of one name exist in several provinces"),
        sa.Column(
            "parts", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False,
            comment="A-1, A-2, A-3, register, narrative",
        ),
        sa.Column("compared_with_reading_id", sa.Uuid(), comment="the round before, as the rules across rounds saw it"),
    ):  # fmt: skip
        op.add_column("submission_reading", column, schema="raw")
    op.create_foreign_key(
        op.f("fk_submission_reading_compared_with_reading_id"), "submission_reading", "submission_reading",
        ["compared_with_reading_id"], ["reading_id"], source_schema="raw", referent_schema="raw",
    )  # fmt: skip


def _reading_key(table: str) -> tuple[sa.Column[object], sa.Column[object]]:
    own_id, comment = READING_ROWS[table]
    return (
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column(own_id, sa.Uuid(), nullable=False, comment=comment),
    )


def _create_register_cell() -> None:
    op.create_table(
        "register_cell",
        *_reading_key("register_cell"),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False, comment="sheet row of the cooperative, from 1"),
        sa.Column(
            "field", sa.Text(), nullable=False, comment="name, tax_code, sector, status, members, charter_capital …"
        ),
        sa.Column("cell", sa.Text(), nullable=False, comment="A1 address in the submitter's own file"),
        sa.Column("raw_text", sa.Text(), comment="what the cell holds; null where it is empty"),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("text_value", sa.Text(), comment="text as read; dates as ISO, sector, status and rating as codes"),
        sa.Column("number_printed", sa.Numeric(24, 6), comment="the number in the printed unit"),
        sa.Column("printed_unit", sa.Text()),
        sa.Column(
            "is_second_copy", sa.Boolean(), nullable=False, comment="the same cooperative stands in an earlier row"
        ),
        sa.CheckConstraint("reading in ('value', 'zero', 'unknown')", name=op.f("ck_register_cell_reading")),
        schema="raw",
        comment="Each field of each cooperative in a register (Danh sách HTX), with its address.",
    )


def _create_support_value() -> None:
    op.create_table(
        "support_value",
        *_reading_key("support_value"),
        sa.Column("policy_code", sa.Text(), nullable=False, comment="line of form A-3"),
        sa.Column("funding_source", sa.Text(), nullable=False),
        sa.Column("value_column", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False, comment="the row's label as printed"),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False, comment="A1 address in the submitter's own file"),
        sa.Column("raw_text", sa.Text(), comment="what the cell holds; null where it is empty"),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column(
            "value_printed", sa.Numeric(24, 6), comment="the number in the printed unit; null where there is none"
        ),
        sa.Column("printed_unit", sa.Text(), nullable=False),
        sa.CheckConstraint("reading in ('value', 'zero', 'unknown')", name=op.f("ck_support_value_reading")),
        sa.CheckConstraint(
            "funding_source in ('all', 'central', 'local', 'other')", name=op.f("ck_support_value_funding_source")
        ),
        schema="raw",
        comment="Support money (form A-3) by policy line and funding source.",
    )


def _create_narrative_text() -> None:
    op.create_table(
        "narrative_text",
        *_reading_key("narrative_text"),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False, comment="sheet name; empty for a document"),
        sa.Column("address", sa.Text(), nullable=False, comment="A1 address, or paragraph:12 of a document"),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="from 1, in the order of the file"),
        sa.Column("text", sa.Text(), nullable=False, comment="as written"),
        sa.CheckConstraint("topic in ('difficulties', 'proposals')", name=op.f("ck_narrative_text_topic")),
        schema="raw",
        comment="Paragraphs of the narrative: khó khăn, vướng mắc; kiến nghị, đề xuất.",
    )


def _create_submission_change() -> None:
    op.create_table(
        "submission_change",
        sa.Column("change_id", sa.Uuid(), nullable=False, comment="of both arrivals, ordinal, sheet and cell"),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("previous_receipt_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="from 1, in the order of the file"),
        sa.Column("sheet", sa.Text(), comment="null where no cell changed but the file did"),
        sa.Column("cell", sa.Text()),
        sa.Column("change_class", sa.Text(), nullable=False),
        sa.Column("change_kind", sa.Text(), nullable=False),
        sa.Column("before_text", sa.Text()),
        sa.Column("after_text", sa.Text()),
        sa.Column("indicator_code", sa.Text()),
        sa.Column("entity", sa.Text()),
        sa.Column("sector_code", sa.Text()),
        sa.Column("value_column", sa.Text()),
        sa.CheckConstraint("change_class in ('clerical', 'material')", name=op.f("ck_submission_change_change_class")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["raw.receipt.receipt_id"], name=op.f("fk_submission_change_receipt_id")
        ),
        sa.ForeignKeyConstraint(
            ["previous_receipt_id"], ["raw.receipt.receipt_id"], name=op.f("fk_submission_change_previous_receipt_id")
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_submission_change")),
        schema="raw",
        comment="What a corrected version of a submission changed against the version before it.",
    )
    op.create_index(op.f("ix_submission_change_receipt_id"), "submission_change", ["receipt_id"], schema="raw")


def _key_rows_by_reading() -> None:
    op.execute(REQUIRE_READING)
    for table in ("submission_value", "submission_finding"):
        op.drop_constraint(op.f(f"fk_{table}_reading_id"), table, schema="raw")
        op.drop_index(op.f(f"ix_{table}_reading_id"), table, schema="raw")
        op.drop_constraint(op.f(f"pk_{table}"), table, schema="raw")
    op.alter_column(
        "submission_finding", "finding_id", comment=READING_ROWS["submission_finding"][1],
        existing_type=sa.Uuid(), existing_nullable=False, schema="raw",
    )  # fmt: skip
    for table, (own_id, _) in READING_ROWS.items():
        op.create_primary_key(op.f(f"pk_{table}"), table, ["reading_id", own_id], schema="raw")
        op.execute(
            f"create trigger reading_exists after insert on raw.{table} referencing new table as added_rows "
            "for each statement execute function raw.require_reading()"
        )


def downgrade() -> None:
    raise NotImplementedError("the warehouse is migrated forward only; restore a backup to go back")
