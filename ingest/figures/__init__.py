"""From text to figures: quantities, mentions, scope, and the grammar that joins them."""
