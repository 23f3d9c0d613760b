// settings: how a person wants to see the page; they stay on this computer.
const KEPT = 'exam.settings';
const SIZES = [100, 115, 130, 150, 175, 200];
const THEMES = ['', 'light', 'dark', 'contrast'];
const DEFAULTS = {size: 100, theme: '', wide: false, ruler: false,
	showTime: true};

function kept() {
	try {
		return JSON.parse(localStorage.getItem(KEPT)) ?? {};
	} catch {
		return {};
	}
}

export class Settings extends EventTarget {
	#values = {...DEFAULTS, ...kept()};

	static sizes = SIZES;
	static themes = THEMES;

	get(name) {
		return this.#values[name];
	}

	set(name, value) {
		this.#values[name] = value;
		this.apply();
		try {
			localStorage.setItem(KEPT,
				JSON.stringify(this.#values));
		} catch {
			// then they hold for this page
		}
		this.dispatchEvent(new Event('change'));
	}

	apply() {
		const root = document.documentElement;
		const {size, theme, wide} = this.#values;
		for (const s of SIZES)
			root.classList.toggle(`size-${s}`,
				s === size && s !== 100);
		if (THEMES.includes(theme) && theme !== '')
			root.dataset.theme = theme;
		else
			delete root.dataset.theme;
		if (wide)
			root.dataset.spacing = 'wide';
		else
			delete root.dataset.spacing;
	}
}
