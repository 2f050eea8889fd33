"""The rehearsal's fan server, scene and transcript."""
