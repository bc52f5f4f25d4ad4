"""What every domain error has in common: a sentence for the person who was refused."""


class Refused(Exception):
    """An intention that can't be done. Each package derives its few errors from this one.

    `code` picks the sentence among SENTENCES (lazy translations, so that they are put in words in
    the language of whoever reads them), `params` fill its %(name)s; a param `field` names the
    entry that should change. Never put a personal number in params.
    """

    SENTENCES: dict[str, object] = {}

    def __init__(self, code: str = "refused", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        sentence = self.SENTENCES.get(self.code)
        return self.code if sentence is None else str(sentence) % self.params
