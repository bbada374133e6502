"""What may go wrong: each exception is one sentence with the way out, as the command prints it."""


class CenersimError(Exception):
    """Anything that cenersim refuses or fails to do."""


class ScenarioError(CenersimError, ValueError):
    """A scenario or an option is wrong; the sentence has file, line and column where there are any."""


class SimulationError(CenersimError, RuntimeError):
    """The input was right and the work failed."""


class SimulationWarning(UserWarning):
    """Something of a scenario is hardly meant, or a patient's simulation failed while the others did not."""
