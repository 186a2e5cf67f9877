"""Reports against officials: who may receive one, how it is handled, which clocks run. Spec: docs/spec/reports.md."""
