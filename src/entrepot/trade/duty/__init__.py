"""Duty and tax at the border: measures, valuation, levies and regimes, and the landed cost with its working."""
