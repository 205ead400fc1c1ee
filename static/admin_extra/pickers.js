"use strict";

// Select2 gives its boxes no name that a screen reader could say: each gets its field's label.
{
  const { jQuery } = window.django;

  const labelOf = (select) => (select.labels[0] ? select.labels[0].textContent.trim() : "");

  const name = (select) => {
    const box = select.nextElementSibling;
    if (!box || !box.matches(".select2")) return;
    const label = labelOf(select);
    for (const part of box.querySelectorAll(".select2-selection, .select2-selection__rendered[role], .select2-search__field")) {
      part.setAttribute("aria-label", label);
    }
    for (const part of box.querySelectorAll(".select2-selection")) {
      const shown = part.querySelector(".select2-selection__rendered");
      if (shown && shown.id && part.getAttribute("role") === "combobox") {
        part.setAttribute("aria-label", `${label} ${shown.title || ""}`.trim());
        part.removeAttribute("aria-labelledby");
      }
    }
  };

  const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);

  jQuery(() => setTimeout(nameAll));
  document.addEventListener("formset:added", () => setTimeout(nameAll));
  jQuery(document).on("change", "select.admin-autocomplete", (event) => setTimeout(() => name(event.target)));
  jQuery(document).on("select2:open", (event) => {
    for (const field of document.querySelectorAll(".select2-container--open .select2-search__field")) {
      field.setAttribute("aria-label", labelOf(event.target));
    }
  });
}
