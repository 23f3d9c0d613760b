// What a page looks like before anybody has signed in.

const first = origin => async (page, centre) => {
	await page.goto(centre.server[origin]);
	await page.getByRole('textbox').first().waitFor();
};

export const states = {
	candidates: first('candidates'),
	staff: first('staff'),
};
