"""What happened, on the page: a drawing that grows, and rows that open."""
