"""The rehearsal's stage, scene and transcript."""
