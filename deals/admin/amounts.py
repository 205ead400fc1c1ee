"""Amounts and dates as people type them: “95.25bn”, “近3000亿元”, “1 September 2024”.

The currency, the hedge and the upper end that stand in an amount go into the fields beside it,
where those were left alone; where they say something else, the form says so.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deals.admin.words import QUALIFIER_LABELS
from deals.quantities import Quantity, QuantityError, read_amount, read_date

# Where a currency, a qualifier and an upper end stand beside an amount; None where nowhere.
CURRENCY_OF = {"output_value": "output_currency", "jobs": None}
QUALIFIER_OF = {
    **{"output_value": "output_qualifier", "jobs": "jobs_qualifier", "invested_amount": None},
    **{"amount_max": None, "value_max": None},
}
UPPER_OF = {"amount": "amount_max", "value": "value_max"}

AS_WRITTEN = _("As written: 95.25bn, 952.5亿元, more than €5 million, 5-7 billion.")
OTHER = _("“%(text)s” says %(written)s, but the field beside it says %(chosen)s. Change one.")
NO_CURRENCY = _("“%(text)s” is money, and this is a count. Write the number alone.")
NO_QUALIFIER = _("“%(text)s” says %(written)s, which cannot be kept here. Write the number alone.")
NO_RANGE = _("“%(text)s” is a range, and this is one value. Write one number.")
ROUNDED = _("“%(text)s” was rounded to %(value)s: amounts are whole units.")


class Written(int):
    """A whole number with the `quantity` it was read from."""

    quantity: Quantity

    @classmethod
    def of(cls, quantity: Quantity) -> "Written":
        number = cls(quantity.value)
        number.quantity = quantity
        return number

    @property
    def says_more(self) -> bool:
        quantity = self.quantity
        return bool(quantity.currency or quantity.value_max or quantity.qualifier != "exact")

    @property
    def mark(self) -> str:
        """Equal for “95.25bn” and 95250000000, not for “about 95.25bn”."""
        said = self.quantity
        more = (said.currency, said.qualifier, said.value_max) if self.says_more else ()
        return " ".join(map(str, (int(self), *more)))


class AmountField(forms.IntegerField):
    """Takes what `read_amount` takes. `currency` is what a bare ¥ or $ means in this form."""

    currency = ""

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        text = str(value).strip()
        if not text:
            return None
        try:
            return Written.of(read_amount(text, currency=self.currency))
        except QuantityError as refusal:
            raise ValidationError(str(refusal), code="invalid") from refusal

    def has_changed(self, initial, data):
        """A hedge or currency typed with an unchanged number is a change of its neighbours."""
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        return typed != initial or (isinstance(typed, Written) and typed.says_more)


class WrittenDateField(forms.DateField):
    """Takes what `read_date` takes; 03/04/2024 is refused in every language."""

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value.strip() if isinstance(value, str) else value)
        try:
            return read_date(value)
        except QuantityError as refusal:
            raise ValidationError(str(refusal), code="invalid") from refusal


class FillsNeighbours(forms.ModelForm):
    """For forms with amounts: `fill_neighbours` belongs into `clean`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rounded: list[str] = []
        if self.is_bound:
            for name, field in self.amounts():
                neighbour = CURRENCY_OF.get(name, "currency")
                if neighbour in self.fields:
                    typed = self.data.get(self.add_prefix(neighbour), "")
                    field.currency = typed.strip().upper()

    def amounts(self):
        return [(n, field) for n, field in self.fields.items() if isinstance(field, AmountField)]

    def fill_neighbours(self):
        for name, _field in self.amounts():
            number = self.cleaned_data.get(name)
            if isinstance(number, Written):
                self.cleaned_data[name] = int(number)
                self._take_over(name, number.quantity)

    def _take_over(self, name, said: Quantity):
        if said.rounded:
            self.rounded.append(ROUNDED % {"text": said.text, "value": f"{said.value:,}"})
        if said.currency:
            self._fill(name, CURRENCY_OF.get(name, "currency"), said.currency, said, NO_CURRENCY)
        if said.value_max is not None:
            self._fill(name, UPPER_OF.get(name), said.value_max, said, NO_RANGE)
        if said.qualifier != "exact" and name not in self.errors:
            self._fill(
                name, QUALIFIER_OF.get(name, "qualifier"), said.qualifier, said, NO_QUALIFIER
            )

    def _fill(self, name, neighbour, value, said, nowhere):
        """Put a value into the field beside an amount, unless that says something else."""
        if neighbour not in self.fields:
            params = {"text": said.text, "written": shown(value)}
            self.add_error(name, ValidationError(nowhere, params=params))
        elif neighbour in self.cleaned_data:
            chosen = self.cleaned_data[neighbour]
            if chosen in ("", None) or (chosen == "exact" and neighbour not in self.changed_data):
                self.cleaned_data[neighbour] = value
            elif chosen != value:
                params = {"text": said.text, "written": shown(value), "chosen": shown(chosen)}
                self.add_error(name, ValidationError(OTHER, params=params))


def shown(value) -> str:
    """A currency, a qualifier or a number, as a message names it."""
    if isinstance(value, int):
        return f"{value:,}"
    return f"“{QUALIFIER_LABELS[value]}”" if value in QUALIFIER_LABELS else value
